import type { Attendance } from '@flash/reservation';

/**
 * `own`: this worker does everything that is due in the sale · `second`: it only sees to it that a line is not
 * left waiting · `other`: other workers do both.
 */
export type Share = 'own' | 'second' | 'other';

export interface SaleShares {
  of(saleId: string): Share;
  /** Says that this worker lives, or that it cannot do its share, and learns who else does. */
  refresh(): Promise<void>;
  leave(): Promise<void>;
}

interface ShareDeps {
  attendance: Attendance;
  /** Name of this worker. */
  id: string;
  /** False while this worker cannot reach MongoDB: others do its share. */
  isAble: () => boolean;
}

/** With one word each 500 ms, a share moves less than 2 s after the death of its worker. */
export const ATTEND_MS = 500;
const SILENT_MS = 1_250;

/**
 * Shares the sales out among the workers that live, by rendezvous hashing: when a worker comes or goes, only
 * its own sales move. Nothing depends on it but the work: two workers that both take a sale for their own do
 * no harm, and a worker that is not on the list, or knows of no other, takes all sales for its own.
 */
export function createSaleShares({ attendance, id, isAble }: ShareDeps): SaleShares {
  let workers: readonly string[] = [];
  let shares = new Map<string, Share>();

  return {
    of(saleId) {
      const known = shares.get(saleId);
      if (known) {
        return known;
      }
      const share = shareOf(workers, id, saleId);
      shares.set(saleId, share);
      return share;
    },
    async refresh() {
      if (!isAble()) {
        await attendance.leave();
      }
      const living = isAble() ? (await attendance.attend(SILENT_MS)).sort() : [];
      if (living.join() !== workers.join()) {
        workers = living;
        shares = new Map();
      }
    },
    leave: () => attendance.leave(),
  };
}

export function shareOf(workers: readonly string[], worker: string, saleId: string): Share {
  if (!workers.includes(worker)) {
    return 'own';
  }
  const own = weightOf(worker, saleId);
  const before = workers.filter((other) => {
    const weight = weightOf(other, saleId);
    return weight > own || (weight === own && other < worker);
  }).length;
  return (['own', 'second'] as const)[before] ?? 'other';
}

/** FNV-1a with a last mixing: ids that differ in one place get weights that have nothing in common. */
function weightOf(worker: string, saleId: string): number {
  let hash = 0x811c9dc5;
  for (const text of [worker, saleId]) {
    for (let at = 0; at < text.length; at += 1) {
      hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
    }
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
