import type { LogEntry } from '../entry.ts';
import { buyersOf } from '../fold.ts';
import { epochOf, type Fold, type FoldedHold, freeUnits } from '../fold-state.ts';
import type { Report } from './violation.ts';

type Of<Type extends LogEntry['type']> = Extract<LogEntry, { type: Type }>;

interface ClaimedUnit {
  buyer: string;
  unit: number;
}

interface Times {
  lateMs: number;
  /** Waiting was right at some moment of this time. */
  isExempt: (fold: Fold, from: number, to: number) => boolean;
  /** Holds end with the sale. */
  endsHolds: (fold: Fold, at: number) => boolean;
}

/** I6 and I7 within the log, and that only units that a buyer had are given back (I2). */
export function createHoldRules(report: Report, times: Times) {
  /** Every attempt ever made: an order names the one it came from. */
  const attempts = new Map<number, ClaimedUnit>();
  let fence = 0;
  let fenceBefore = 0;
  /** Epoch → the last number that its log has. */
  const lastDrawn = new Map<number, number>();

  function drawn(number: number, what: string, n: number): void {
    if (number <= fence) {
      report('I7', 'FENCE_REUSED', `${what} ${number} at ${n}, after ${fence}`);
    }
    fence = Math.max(fence, number);
  }

  function checkClaim(fold: Fold, { buyer, fence: named, attempt, at, n }: Of<'claim'>): void {
    const hold = fold.holds.get(buyer);
    drawn(attempt, 'attempt', n);
    if (!hold || hold.claimed || hold.fence !== named) {
      report('I7', 'CLAIM_WITHOUT_HOLD', `${buyer} claimed at ${n} without that hold`);
      return;
    }
    if (at >= hold.expiresAt) {
      report(
        'I7',
        'CLAIM_AFTER_EXPIRY',
        `${buyer} claimed at ${n}, ${at - hold.expiresAt} ms late`,
      );
    }
    attempts.set(attempt, { buyer, unit: hold.unit });
  }

  function checkExpiry(fold: Fold, hold: FoldedHold | undefined, at: number, n: number): void {
    if (!hold) {
      return;
    }
    const lateMs = at - hold.expiresAt;
    if (lateMs < 0 && !times.endsHolds(fold, at)) {
      report(
        'I6',
        'CUT_SHORT',
        `${hold.buyer} lost unit ${hold.unit} at ${n}, ${-lateMs} ms early`,
      );
    }
    if (lateMs > times.lateMs && !times.isExempt(fold, hold.expiresAt, at)) {
      report(
        'I6',
        'OUTLIVED',
        `${hold.buyer} kept unit ${hold.unit} ${lateMs} ms too long until ${n}`,
      );
    }
  }

  function freed(fold: Fold, buyer: string, unit: number, n: number): FoldedHold | undefined {
    const hold = fold.holds.get(buyer);
    if (hold?.unit === unit && !hold.claimed) {
      return hold;
    }
    report(
      'I2',
      'FREED_TWICE',
      `unit ${unit} came back from ${buyer} at ${n}, who did not hold it`,
    );
    return undefined;
  }

  function checkVoid(fold: Fold, { buyer, attempt, unit, n }: Of<'void'>): void {
    const hold = fold.holds.get(buyer);
    if (hold?.unit === unit && hold.claimed && hold.attempt === attempt) {
      return;
    }
    report('I2', 'FREED_TWICE', `attempt ${attempt} of ${buyer} ended at ${n} and was not running`);
  }

  function checkRefund(fold: Fold, { buyer, unit, fence: attempt, n }: Of<'refund'>): void {
    const sold = fold.sold.get(buyer);
    const hold = fold.holds.get(buyer);
    const own = sold?.attempt === attempt ? sold : hold?.attempt === attempt ? hold : null;
    if (own?.unit === unit) {
      return;
    }
    report(
      'I2',
      'FREED_TWICE',
      `unit ${unit} was refunded to ${buyer} at ${n}, who did not own it`,
    );
  }

  return {
    attempts,
    /**
     * The claim was drawn after everything that the log has of its epoch: it was lost with the end of that
     * epoch, whether Redis came back empty or with an older copy.
     */
    isLost(attempt: number, now: Fold): boolean {
      const epoch = epochOf(attempt);
      return epoch < now.epoch && attempt > (lastDrawn.get(epoch) ?? 0);
    },
    before(fold: Fold, entry: LogEntry): void {
      switch (entry.type) {
        case 'grant':
          for (const hold of entry.holds) {
            drawn(hold.fence, 'fence', entry.n);
          }
          break;
        case 'claim':
          checkClaim(fold, entry);
          break;
        case 'expire':
          for (const { buyer, unit } of entry.holds) {
            checkExpiry(fold, freed(fold, buyer, unit, entry.n), entry.at, entry.n);
          }
          break;
        case 'release':
          freed(fold, entry.buyer, entry.unit, entry.n);
          break;
        case 'leave':
        case 'remove':
          if (entry.unit !== null) {
            freed(fold, entry.buyer, entry.unit, entry.n);
          }
          break;
        case 'void':
          checkVoid(fold, entry);
          break;
        case 'refund':
          checkRefund(fold, entry);
          break;
        case 'adopt':
          fenceBefore = fence;
          lastDrawn.set(fold.epoch, fence);
          break;
        case 'rehold':
          // Of one restore, in any order.
          if (entry.fence <= fenceBefore) {
            drawn(entry.fence, 'fence', entry.n);
          }
          fence = Math.max(fence, entry.fence);
          break;
      }
    },
    /** Holds that are there now and should have ended. */
    overdue(fold: Fold, now: number): void {
      for (const hold of fold.holds.values()) {
        if (!hold.claimed && now > hold.expiresAt) {
          checkExpiry(fold, hold, now, fold.n);
        }
      }
    },
  };
}

export type HoldRules = ReturnType<typeof createHoldRules>;

/** I1 and I2 within the log: a unit has one owner, and only a unit that a buyer had is freed. */
export function createUnitOwners(report: Report) {
  const owners = new Map<number, string>();

  function own(unit: number, buyer: string, fold: Fold, n: number): void {
    const owner = owners.get(unit);
    if (owner !== undefined && owner !== buyer) {
      report('I1', 'UNIT_TWICE', `unit ${unit} went to ${buyer} at ${n} while ${owner} had it`);
    }
    if (unit < 1 || unit > fold.unitTop) {
      report(
        'I1',
        'UNIT_UNKNOWN',
        `unit ${unit} went to ${buyer} at ${n}, the last is ${fold.unitTop}`,
      );
    }
    owners.set(unit, buyer);
  }

  return {
    apply(fold: Fold, entry: LogEntry, change: () => void): void {
      if (entry.type === 'adopt') {
        change();
        owners.clear();
        for (const { unit, buyer } of fold.sold.values()) {
          owners.set(unit, buyer);
        }
        return;
      }
      const buyers = buyersOf(entry);
      const had = buyers.map((buyer) => unitOf(fold, buyer));
      change();
      for (const [i, buyer] of buyers.entries()) {
        const before = had[i] ?? null;
        const now = unitOf(fold, buyer);
        if (before === now) {
          continue;
        }
        if (before !== null && owners.get(before) === buyer) {
          owners.delete(before);
        }
        if (now !== null) {
          own(now, buyer, fold, entry.n);
        }
      }
      const free = freeUnits(fold);
      if (free < 0 && buyers.length > 0) {
        report('I2', 'OVERSOLD', `${-free} units more than there are after ${entry.n}`);
      }
    },
  };
}

function unitOf(fold: Fold, buyer: string): number | null {
  return fold.holds.get(buyer)?.unit ?? fold.sold.get(buyer)?.unit ?? null;
}
