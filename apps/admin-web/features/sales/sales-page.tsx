'use client';

import { Button } from '@mantine/core';
import Link from 'next/link';
import { useState } from 'react';
import { addresses } from '../../lib/addresses.ts';
import { useMember } from '../../lib/member.ts';
import { useApiQuery } from '../../lib/use-api-query.ts';
import { useUrlState } from '../../lib/use-url-state.ts';
import { type Action, ActionDialog } from '../kit/action-dialog.tsx';
import { Loaded, Rows } from '../kit/loaded.tsx';
import { Nothing } from '../kit/nothing.tsx';
import { PageHead } from '../kit/page-head.tsx';
import { Pager } from '../kit/pager.tsx';
import { isFiltered, listDefaults, queryOf } from './list-state.ts';
import { NoSales } from './no-sales.tsx';
import { archiveAll } from './sale-actions.ts';
import { SalesFilters } from './sales-filters.tsx';
import { SalesList } from './sales-list.tsx';

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
              <Nothing
                title="No sale matches these filters"
                action={
                  <Button variant="default" onClick={() => change(listDefaults)}>
                    Show all sales
                  </Button>
                }
              >
                Try another name or state.
              </Nothing>
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
