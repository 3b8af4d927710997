import type { Sale } from '@flash/database';
import { leafNonce, leafOf } from '@flash/fairness';

export interface Leaves {
  /** How people of this sale appear in its public chain. */
  of(sale: Pick<Sale, 'id' | 'leafKey'>): (buyer: string) => string;
  forget(saleId: string): void;
}

/** A leaf is hashed once and met again in each further entry of the same buyer. */
const REMEMBERED = 200_000;

export function createLeaves(): Leaves {
  const sales = new Map<string, Map<string, string>>();
  return {
    of({ id, leafKey }) {
      const known = sales.get(id) ?? new Map<string, string>();
      sales.set(id, known);
      return (buyer) => {
        const there = known.get(buyer);
        if (there) return there;
        if (known.size >= REMEMBERED) known.clear();
        const leaf = leafOf(leafNonce(leafKey, id, buyer), id, buyer);
        known.set(buyer, leaf);
        return leaf;
      };
    },
    forget(saleId) {
      sales.delete(saleId);
    },
  };
}
