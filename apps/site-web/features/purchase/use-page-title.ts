'use client';

import { formatCountdown } from '@flash/shared-utils';
import { formatCount, type ServerClock, useTicking } from '@flash/web';
import { useEffect } from 'react';
import type { Purchase } from './purchase.ts';

/** The tab itself says whose turn it is, for whoever waits in another one. */
export function usePageTitle(purchase: Purchase, clock: ServerClock): void {
  const now = useTicking(clock.now, 1_000);
  const title = titleOf(purchase, now ?? 0);
  useEffect(() => {
    document.title = title;
  }, [title]);
}

function titleOf({ place, sale }: Purchase, now: number): string {
  const name = sale?.name ?? 'Flash sale';
  switch (place?.state) {
    case 'waiting':
      return `#${formatCount(place.position)} in line – ${name}`;
    case 'paused':
      return `Paused – ${name}`;
    case 'held':
      return `YOUR TURN – ${formatCountdown(Date.parse(place.expiresAt) - now)}`;
    case 'claimed':
      return `Paying – ${name}`;
    case 'sold':
      return `Yours – ${name}`;
    default:
      return name;
  }
}
