import type { PublicSale } from '@flash/shared-types';
import { useRef } from 'react';

/**
 * What can be bought comes first, as it was when it was first seen: a card that changed its place
 * because it sold out would slip away from under a finger.
 */
export function useFirstOrder<Listed extends PublicSale>(sales: readonly Listed[]): Listed[] {
  const ranks = useRef(new Map<string, number>());
  for (const sale of sales) {
    if (!ranks.current.has(sale.id)) ranks.current.set(sale.id, rankOf(sale));
  }
  const rank = ({ id }: PublicSale) => ranks.current.get(id) ?? 0;
  return [...sales].sort((one, other) => rank(one) - rank(other));
}

function rankOf({ currentQuantity, phase }: PublicSale): number {
  if (currentQuantity === 0) return 2;
  return phase === 'paused' ? 1 : 0;
}
