'use client';

import type { AdminSale } from '@flash/shared-types';
import { formatCount, useTicking } from '@flash/web';
import { Anchor } from '@mantine/core';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { addresses } from '../../lib/addresses.ts';
import { PhaseBadge } from '../kit/phase-badge.tsx';
import { StockBar } from '../kit/stock-bar.tsx';
import { When } from '../kit/when.tsx';
import { SaleThumb } from './sale-thumb.tsx';
import classes from './sales.module.css';
import { useLiveCounts } from './use-live-counts.ts';
import { distanceWords } from './when.ts';

const SECOND_MS = 1_000;

export function NameCell({ sale, menu }: { sale: AdminSale; menu?: ReactNode }) {
  return (
    <div className={classes.name}>
      <SaleThumb sale={sale} />
      <div className={classes.nameWords}>
        <Anchor component={Link} href={addresses.sale(sale.id)} fw={600} inherit>
          {sale.name}
        </Anchor>
        <div>
          <PhaseBadge phase={sale.phase} />
        </div>
      </div>
      {menu && <div className={classes.menu}>{menu}</div>}
    </div>
  );
}

interface TimeCellProps {
  at: string;
  /** A sale that was ended early does not end a second time. */
  isOver?: boolean;
}

/** How far away, for a glance, and the moment itself. */
export function TimeCell({ at, isOver = false }: TimeCellProps) {
  const now = useTicking(Date.now, SECOND_MS);
  const time = Date.parse(at);
  const isEarly = isOver && now !== null && time > now;
  return (
    <>
      {now !== null && (isEarly ? 'ended early' : distanceWords(time, now))}
      <span className={classes.small}>
        <When at={at} />
      </span>
    </>
  );
}

export function StockCell({ sale }: { sale: AdminSale }) {
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

export function WaitingCell({ sale }: { sale: AdminSale }) {
  const { waiting } = useLiveCounts(sale);
  return <>{waiting === null ? '–' : formatCount(waiting)}</>;
}
