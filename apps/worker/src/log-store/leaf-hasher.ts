import type { Sale } from '@flash/database';
import { createLeaves as leavesOfSale } from '@flash/fairness';

export interface LeafHasher {
  /** How people of this sale appear in its public chain. */
  of(sale: Pick<Sale, 'id' | 'leafKey'>): (buyer: string) => string;
  forget(saleId: string): void;
  /** How many leaves are kept in memory, over all sales. */
  size(): number;
}

/** A leaf is hashed once and met again in each further entry of the same buyer; about 35 MB. */
const REMEMBERED = 200_000;

/** The leaves of one sale that are kept, and how to make one that is not. */
interface Known {
  leaves: Map<string, string>;
  leafOf: (buyer: string) => string;
}

/**
 * Keeps leaves in memory. The limit counts for all sales together; the sale that was not used for
 * longest is forgotten first.
 */
export function createLeafHasher(limit = REMEMBERED): LeafHasher {
  /** Least recently used first. */
  const sales = new Map<string, Known>();
  let count = 0;

  function drop(saleId: string, { leaves }: Known): void {
    count -= leaves.size;
    sales.delete(saleId);
  }

  function makeRoom(): void {
    for (const [saleId, known] of sales) {
      if (count < limit) {
        return;
      }
      drop(saleId, known);
    }
  }

  function knownOf(sale: Pick<Sale, 'id' | 'leafKey'>): Known {
    const known = sales.get(sale.id) ?? { leaves: new Map(), leafOf: leavesOfSale(sale).leafOf };
    sales.delete(sale.id);
    sales.set(sale.id, known);
    return known;
  }

  return {
    of(sale) {
      knownOf(sale);
      return (buyer) => {
        const there = sales.get(sale.id)?.leaves.get(buyer);
        if (there) {
          return there;
        }
        if (count >= limit) {
          makeRoom();
        }
        const { leaves, leafOf } = sales.get(sale.id) ?? knownOf(sale);
        const leaf = leafOf(buyer);
        leaves.set(buyer, leaf);
        count += 1;
        return leaf;
      };
    },
    forget(saleId) {
      const known = sales.get(saleId);
      if (known) {
        drop(saleId, known);
      }
    },
    size: () => count,
  };
}
