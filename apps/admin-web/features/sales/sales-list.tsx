'use client';

import type { AdminSale, SalePhase } from '@flash/shared-types';
import { formatMoney } from '@flash/web';
import type { Action } from '../kit/action-dialog.tsx';
import { type Column, RecordList } from '../kit/record-list.tsx';
import { useIsNarrow } from '../kit/use-is-narrow.ts';
import { type ListState, type SortKey, sortedBy } from './list-state.ts';
import { NameCell, StockCell, TimeCell, WaitingCell } from './sale-cells.tsx';
import { SaleMenu } from './sale-menu.tsx';

interface SalesListProps {
  sales: readonly AdminSale[];
  state: ListState;
  onChange: (next: Partial<ListState>) => void;
  onAct: (action: Action) => void;
}

const isOver = (phase: SalePhase) =>
  phase === 'ended' || phase === 'cancelled' || phase === 'archived';

export function SalesList({ sales, state, onChange, onAct }: SalesListProps) {
  const isNarrow = useIsNarrow();
  const sort = (key: SortKey) =>
    ({
      order: state.sort === key ? (state.order === 'asc' ? 'asc' : 'desc') : null,
      onSort: () => onChange(sortedBy(state, key)),
    }) as const;
  const menu = (sale: AdminSale) => <SaleMenu sale={sale} onAct={onAct} />;
  const columns: Column<AdminSale>[] = [
    {
      head: 'Sale',
      sort: sort('name'),
      cell: (sale) => <NameCell sale={sale} menu={isNarrow && menu(sale)} />,
    },
    { head: 'Start', sort: sort('startsAt'), cell: ({ startsAt }) => <TimeCell at={startsAt} /> },
    {
      head: 'End',
      sort: sort('endsAt'),
      cell: ({ endsAt, phase }) => <TimeCell at={endsAt} isOver={isOver(phase)} />,
    },
    { head: 'Stock', sort: sort('startingQuantity'), cell: (sale) => <StockCell sale={sale} /> },
    { head: 'Waiting', isNumber: true, cell: (sale) => <WaitingCell sale={sale} /> },
  ];
  // On a phone a card says what one comes for; the rest is on the sale's own page.
  const more: Column<AdminSale>[] = [
    {
      head: 'Price',
      isNumber: true,
      cell: ({ pricePerUnitMinor, currency }) => formatMoney(pricePerUnitMinor, currency),
    },
    { head: 'Buyers', cell: ({ identity }) => (identity === 'guest' ? 'Guests' : 'Accounts') },
    { head: 'Actions', isHeadHidden: true, cell: menu },
  ];
  if (!isNarrow) columns.push(...more);
  return <RecordList label="Sales" columns={columns} rows={sales} keyOf={({ id }) => id} />;
}
