import type { LogEntry } from '@flash/fairness';

/** What a sale's log adds up to. */
interface Tally {
  joined: number;
  granted: number;
  settled: number;
  returned: number;
  expired: number;
  left: number;
  released: number;
  removed: number;
  extended: number;
  declined: number;
  stock: number;
  soldOutAt: number | null;
  waits: number[];
  pays: number[];
  curve: CurvePoint[];
  hasGaps: boolean;
}

interface CurvePoint {
  at: number;
  joined: number;
  granted: number;
  sold: number;
  waiting: number;
}

export interface Tallying {
  add(entry: LogEntry): void;
  result(): Tally;
}

/** Adds up entries as they come; `stepMs` is the distance of two points of the curve. */
export function createTally(startsAt: number, stepMs: number): Tallying {
  const tally: Tally = {
    joined: 0,
    granted: 0,
    settled: 0,
    returned: 0,
    expired: 0,
    left: 0,
    released: 0,
    removed: 0,
    extended: 0,
    declined: 0,
    stock: 0,
    soldOutAt: null,
    waits: [],
    pays: [],
    curve: [],
    hasGaps: false,
  };
  const waitingSince = new Map<number, number>();
  const heldSince = new Map<string, number>();
  let last = 0;

  return {
    add(entry) {
      tally.hasGaps ||= entry.n !== last + 1;
      last = entry.n;
      count(entry);
      if (tally.soldOutAt === null && tally.stock > 0 && sold() >= tally.stock) {
        tally.soldOutAt = entry.at;
      }
      draw(entry.at);
    },
    result: () => tally,
  };

  function sold(): number {
    return tally.settled - tally.returned;
  }

  function count(entry: LogEntry): void {
    switch (entry.type) {
      case 'activate':
      case 'adopt':
      case 'adjust':
        tally.stock = entry.stock;
        return;
      case 'join':
        tally.joined += 1;
        waitingSince.set(entry.seq, entry.at);
        return;
      case 'grant':
        tally.granted += entry.holds.length;
        for (const { seq, buyer } of entry.holds) {
          const since = waitingSince.get(seq);
          if (since !== undefined) {
            tally.waits.push(entry.at - since);
          }
          waitingSince.delete(seq);
          heldSince.set(buyer, entry.at);
        }
        return;
      case 'settle': {
        tally.settled += 1;
        const since = heldSince.get(entry.buyer);
        if (since !== undefined) {
          tally.pays.push(entry.at - since);
        }
        heldSince.delete(entry.buyer);
        return;
      }
      case 'expire':
        tally.expired += entry.holds.length;
        for (const { buyer } of entry.holds) {
          heldSince.delete(buyer);
        }
        return;
      case 'leave':
      case 'remove':
        tally[entry.type === 'leave' ? 'left' : 'removed'] += 1;
        waitingSince.delete(entry.seq);
        heldSince.delete(entry.buyer);
        return;
      case 'release':
        tally.released += 1;
        heldSince.delete(entry.buyer);
        return;
      case 'extend':
        tally.extended += 1;
        return;
      case 'void':
        tally.declined += 1;
        return;
      case 'refund':
        tally.returned += 1;
        return;
      case 'requeue':
        for (const { seq } of entry.places) {
          waitingSince.set(seq, entry.at);
        }
    }
  }

  function draw(at: number): void {
    const slot = startsAt + Math.floor((at - startsAt) / stepMs) * stepMs;
    const point = {
      at: slot,
      joined: tally.joined,
      granted: tally.granted,
      sold: sold(),
      waiting: waitingSince.size,
    };
    if (tally.curve.at(-1)?.at === slot) {
      tally.curve[tally.curve.length - 1] = point;
    } else {
      tally.curve.push(point);
    }
  }
}
