'use client';

import { Select } from '@mantine/core';
import { DayFields } from '../kit/day-fields.tsx';
import { FilterBar } from '../kit/filter-bar.tsx';
import { SaleSelect } from '../kit/sale-select.tsx';
import { SearchField } from '../kit/search-field.tsx';
import { knownActions } from './action-words.ts';
import type { AuditState } from './audit-query.ts';

interface AuditFiltersProps {
  state: AuditState;
  /** False on the pages of one sale. */
  hasSale: boolean;
  isFiltered: boolean;
  onChange: (next: Partial<AuditState>) => void;
  onClear: () => void;
}

export function AuditFilters(props: AuditFiltersProps) {
  const { state, hasSale, isFiltered, onChange, onClear } = props;
  return (
    <FilterBar isFiltered={isFiltered} onClear={onClear}>
      <SearchField
        label="Search"
        placeholder="Action, subject or reason"
        value={state.q}
        onSearch={(q) => onChange({ q })}
      />
      <SearchField
        label="Who"
        placeholder="Full e-mail or id"
        value={state.actor}
        onSearch={(actor) => onChange({ actor })}
      />
      <Select
        label="Action"
        placeholder="Any"
        data={knownActions}
        value={state.action || null}
        onChange={(action) => onChange({ action: action ?? '' })}
        searchable
        clearable
        clearButtonProps={{ 'aria-label': 'Any action' }}
        style={{ flex: '1 1 13rem' }}
      />
      {hasSale && <SaleSelect value={state.sale} onChange={(sale) => onChange({ sale })} />}
      <DayFields from={state.from} to={state.to} onChange={onChange} />
    </FilterBar>
  );
}
