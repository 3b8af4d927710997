'use client';

import { newKey, type Refusal } from '@flash/client';
import type { CreateSaleBody } from '@flash/shared-types';
import { Button, Group, NativeSelect, Stack, Tabs } from '@mantine/core';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { addresses } from '../../lib/addresses.ts';
import { useMember } from '../../lib/member.ts';
import { useApiQuery } from '../../lib/use-api-query.ts';
import { useUrlState } from '../../lib/use-url-state.ts';
import { type Action, ActionDialog } from '../kit/action-dialog.tsx';
import { RefusalAlert } from '../kit/forms.tsx';
import { SearchField } from '../kit/lists/filters.tsx';
import { Pager } from '../kit/lists/paged.tsx';
import { useIsNarrow } from '../kit/lists/record-list.tsx';
import { EmptyState, Loaded, Rows } from '../kit/loaded.tsx';
import { PageHead } from '../kit/page-head.tsx';
import { readersZone } from '../kit/when.tsx';
import { archiveAll } from '../sale/actions.tsx';
import classes from './list.module.css';
import { SalesList } from './list.tsx';
import { isFiltered, type ListState, listDefaults, queryOf, sorts, tabs } from './list-state.ts';

const REFRESH_MS = 10_000;

export function SalesPage() {
  const { team, may } = useMember();
  const [state, change] = useUrlState(listDefaults);
  const [action, setAction] = useState<Action | null>(null);
  const query = useApiQuery(
    ['sales', state],
    (signal) => team.listSales({ query: queryOf(state), signal }),
    { refetchInterval: REFRESH_MS },
  );
  const ended = query.data?.items.filter(({ phase }) => phase === 'ended') ?? [];
  const canArchive = state.tab === 'ended' && ended.length > 0 && may('operator');
  return (
    <>
      <PageHead
        title="Flash sales"
        actions={
          <>
            {canArchive && (
              <Button variant="default" onClick={() => setAction(archiveAll(team, ended))}>
                Archive {ended.length === 1 ? 'this one' : `these ${ended.length}`}…
              </Button>
            )}
            {may('operator') && (
              <Button component={Link} href={addresses.newSale}>
                New sale
              </Button>
            )}
          </>
        }
      />
      <SalesFilters state={state} onChange={change} />
      <Loaded query={query} skeleton={<Rows count={8} />}>
        {({ items, total, page, limit }) => (
          <>
            {total === 0 && !isFiltered(state) && <NoSales />}
            {items.length === 0 && (isFiltered(state) || total > 0) && (
              <EmptyState
                title="No sale matches these filters"
                action={
                  <Button variant="default" onClick={() => change(listDefaults)}>
                    Show all sales
                  </Button>
                }
              >
                Try another name or state.
              </EmptyState>
            )}
            {items.length > 0 && (
              <SalesList sales={items} state={state} onChange={change} onAct={setAction} />
            )}
            {total > 0 && (
              <Pager
                page={page}
                total={total}
                pageSize={limit}
                what={total === 1 ? 'sale' : 'sales'}
                onPage={(next) => change({ page: String(next) })}
              />
            )}
          </>
        )}
      </Loaded>
      <ActionDialog action={action} onClose={() => setAction(null)} />
    </>
  );
}

interface SalesFiltersProps {
  state: ListState;
  onChange: (next: Partial<ListState>) => void;
}

const ways = {
  name: ['A to Z', 'Z to A'],
  startsAt: ['earliest', 'latest'],
  endsAt: ['earliest', 'latest'],
  startingQuantity: ['least', 'most'],
} as const;
const orders = [
  { value: 'stage asc', label: 'Live first' },
  ...sorts.flatMap(({ value, label }) =>
    (['asc', 'desc'] as const).map((order, at) => ({
      value: `${value} ${order}`,
      label: `${label}, ${ways[value][at]}`,
    })),
  ),
];

function SalesFilters({ state, onChange }: SalesFiltersProps) {
  const isNarrow = useIsNarrow();
  return (
    <div className={classes.filters}>
      <Tabs
        value={state.tab}
        onChange={(tab) => onChange({ tab: tab ?? 'all', page: '1' })}
        keepMounted={false}
        className={classes.states}
      >
        <Tabs.List className={classes.tabs} aria-label="State">
          {tabs.map(({ value, label }) => (
            <Tabs.Tab key={value} value={value}>
              {label}
            </Tabs.Tab>
          ))}
        </Tabs.List>
      </Tabs>
      <Group gap="xs" wrap="nowrap" className={classes.search}>
        <SearchField
          label="Search by name"
          isLabelHidden
          value={state.q}
          onSearch={(q) => onChange({ q: q.trim(), page: '1' })}
        />
        {isNarrow && (
          <NativeSelect
            aria-label="Order"
            data={orders}
            value={`${state.sort} ${state.order}`}
            onChange={(event) => {
              const [sort = '', order = ''] = event.currentTarget.value.split(' ');
              onChange({ sort, order, page: '1' });
            }}
            style={{ flex: '0 1 11rem' }}
          />
        )}
      </Group>
    </div>
  );
}

/** The list before the first sale: how to create one, or a demo to look around. */
function NoSales() {
  const { team, may } = useMember();
  const router = useRouter();
  const [key] = useState(newKey);
  const [isBusy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);

  const createDemo = async () => {
    setBusy(true);
    const answer = await team.createSale({ body: demoSale(Date.now(), readersZone()), key });
    setBusy(false);
    if (answer.ok) {
      router.push(addresses.sale(answer.value.id));
    } else {
      setRefusal(answer.refusal);
    }
  };

  if (!may('operator')) {
    return <EmptyState title="No sales yet">An operator can create one.</EmptyState>;
  }
  return (
    <Stack>
      {refusal && <RefusalAlert refusal={refusal} />}
      <EmptyState
        title="No sales yet"
        action={
          <Group justify="center" mt="sm">
            <Button component={Link} href={addresses.newSale}>
              Create the first sale
            </Button>
            <Button variant="default" loading={isBusy} onClick={() => void createDemo()}>
              Create a demo sale
            </Button>
          </Group>
        }
      >
        A sale has units, a price and a start. The demo sale starts immediately with 50 units and
        ends after two minutes.
      </EmptyState>
    </Stack>
  );
}

const DEMO_DURATION_MS = 2 * 60_000;

/** Starts immediately and ends after two minutes. */
function demoSale(now: number, timeZone: string): CreateSaleBody {
  return {
    name: 'Demo sale',
    description: 'Fifty units, two minutes. Buy one on the customers’ site and watch it here.',
    startsAt: new Date(now).toISOString(),
    endsAt: new Date(now + DEMO_DURATION_MS).toISOString(),
    timeZone,
    startingQuantity: 50,
    pricePerUnit: 10,
    identity: 'guest',
    holdTtlSeconds: 60,
  };
}
