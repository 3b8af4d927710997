'use client';

import { paymentStatus } from '@flash/shared-types';
import { Chip, Group } from '@mantine/core';
import { DayFields, FilterBar, SearchField } from '../kit/lists/filters.tsx';
import { SaleSelect } from '../kit/sale-name.tsx';
import { type OrderState, statusIn } from './orders-query.ts';
import { statusWords } from './payment-words.ts';

interface OrderFiltersProps {
  state: OrderState;
  hasSale: boolean;
  isFiltered: boolean;
  onChange: (next: Partial<OrderState>) => void;
  onClear: () => void;
}

const ALL = 'all';
/** Said in full: only then the text on the brand colour has the colour of the scheme. */
const look = { variant: 'filled', color: 'brand' } as const;

export function OrderFilters(props: OrderFiltersProps) {
  const { state, hasSale, isFiltered, onChange, onClear } = props;
  return (
    <>
      <Group role="radiogroup" aria-label="Payment" gap="xs" mb="sm">
        <Chip.Group
          value={statusIn(state.status) || ALL}
          onChange={(status) => onChange({ status: status === ALL ? '' : status })}
        >
          <Chip {...look} value={ALL}>
            All
          </Chip>
          {paymentStatus.options.map((status) => (
            <Chip {...look} key={status} value={status}>
              {statusWords[status].label}
            </Chip>
          ))}
        </Chip.Group>
      </Group>
      <FilterBar isFiltered={isFiltered} onClear={onClear}>
        <SearchField
          label="Order or e-mail"
          placeholder="Order id, or an e-mail"
          value={state.q}
          onSearch={(q) => onChange({ q })}
        />
        {hasSale && <SaleSelect value={state.sale} onChange={(sale) => onChange({ sale })} />}
        <DayFields from={state.from} to={state.to} onChange={onChange} />
      </FilterBar>
    </>
  );
}
