import type { LogEntry } from '../entry.ts';
import { type Fold, freeUnits } from '../fold-state.ts';
import { peopleIn } from '../named-values.ts';
import type { Report } from './violation.ts';

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

/** All buyers whose place a change touches. */
function buyersOf(entry: LogEntry): string[] {
  switch (entry.type) {
    case 'grant':
    case 'expire':
      return entry.holds.map((hold) => hold.buyer);
    case 'requeue':
      return entry.places.map((place) => place.buyer);
    case 'unknown':
      return peopleIn(entry.values);
    default:
      return 'buyer' in entry ? [entry.buyer] : [];
  }
}
