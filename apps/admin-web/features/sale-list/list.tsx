'use client';

import type { AdminSale } from '@flash/shared-types';
import { formatCount, formatMoney, useTicking } from '@flash/web';
import { Anchor } from '@mantine/core';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { addresses } from '../../lib/addresses.ts';
import type { Action } from '../kit/action-dialog.tsx';
import { relativeWords } from '../kit/format.ts';
import { type Column, RecordList, useIsNarrow } from '../kit/lists/record-list.tsx';
import { PhaseBadge } from '../kit/mark.tsx';
import { StockBar } from '../kit/stock-bar.tsx';
import { When } from '../kit/when.tsx';
import { SaleMenu } from '../sale/menu.tsx';
import { hasLine, isOver } from '../sale/phases.ts';
import { SaleThumb } from '../sale/thumb.tsx';
import { useLiveCounts } from '../sale/use-live-counts.ts';
import classes from './list.module.css';
import { type ListState, type SortKey, sortedBy } from './list-state.ts';

interface SalesListProps {
  sales: readonly AdminSale[];
  state: ListState;
  onChange: (next: Partial<ListState>) => void;
  onAct: (action: Action) => void;
}

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
  // A card on a phone shows the essentials; the rest is on the sale's page.
  const wideColumns: Column<AdminSale>[] = [
    { head: 'On hold', isNumber: true, cell: (sale) => <HeldCell sale={sale} /> },
    { head: 'Sold for', isNumber: true, cell: (sale) => <RevenueCell sale={sale} /> },
    { head: 'Actions', isHeadHidden: true, cell: menu },
  ];
  if (!isNarrow) {
    columns.push(...wideColumns);
  }
  return <RecordList label="Sales" columns={columns} rows={sales} keyOf={({ id }) => id} />;
}

const SECOND_MS = 1_000;

function NameCell({ sale, menu }: { sale: AdminSale; menu?: ReactNode }) {
  const { counts } = useLiveCounts(sale);
  const isSoldOut = counts.sold > 0 && counts.sold === counts.stock;
  return (
    <div className={classes.name}>
      <SaleThumb sale={sale} />
      <div className={classes.nameWords}>
        <Anchor component={Link} href={addresses.sale(sale.id)} fw={600} inherit>
          {sale.name}
        </Anchor>
        <div>
          <PhaseBadge phase={sale.phase} isSoldOut={isSoldOut} />
        </div>
      </div>
      {menu && <div className={classes.menu}>{menu}</div>}
    </div>
  );
}

interface TimeCellProps {
  at: string;
  /** The sale is over: an end that is still to come will not happen. */
  isOver?: boolean;
}

/** How far away a moment is, and the moment. */
function TimeCell({ at, isOver = false }: TimeCellProps) {
  const now = useTicking(Date.now, SECOND_MS);
  const time = Date.parse(at);
  const isEarly = isOver && now !== null && time > now;
  return (
    <>
      {now !== null && (isEarly ? 'ended early' : relativeWords(time, now))}
      <span className={classes.small}>
        <When at={at} />
      </span>
    </>
  );
}

function StockCell({ sale }: { sale: AdminSale }) {
  const { counts } = useLiveCounts(sale);
  return (
    <>
      <StockBar counts={counts} size="sm" />
      <span className={classes.small}>
        {formatCount(counts.sold)} of {formatCount(counts.stock)} sold
      </span>
    </>
  );
}

function WaitingCell({ sale }: { sale: AdminSale }) {
  const { waiting } = useLiveCounts(sale);
  return <>{waiting === null ? '–' : formatCount(waiting)}</>;
}

function HeldCell({ sale }: { sale: AdminSale }) {
  const { counts, isKnown } = useLiveCounts(sale);
  return (
    <>{isKnown && hasLine(sale.phase) ? formatCount(counts.held + (counts.claimed ?? 0)) : '–'}</>
  );
}

/** The price of the units that are sold, which is fixed once a sale has started; below it that of one. */
function RevenueCell({ sale }: { sale: AdminSale }) {
  const { counts } = useLiveCounts(sale);
  const { pricePerUnitMinor, currency } = sale;
  const isNothing = counts.sold === 0 || pricePerUnitMinor === 0;
  return (
    <span className={classes.money}>
      {isNothing ? '–' : formatMoney(counts.sold * pricePerUnitMinor, currency)}
      <span className={classes.small}>
        {formatMoney(pricePerUnitMinor, currency)}
        {pricePerUnitMinor > 0 && ' each'}
      </span>
    </span>
  );
}
