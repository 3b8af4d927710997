import { type Sale, saleLog } from '@flash/database';
import type { LogEntry } from '@flash/fairness';
import type { Analytics } from '@flash/shared-types';
import { toMajor } from '@flash/shared-utils';
import { iso, phaseAt } from '../shared/wire.ts';
import type { HistoryContext } from './context.ts';

const POINTS_MAX = 240;
const STEP_MS_MIN = 1_000;
const OVER = new Set(['ended', 'archived', 'cancelled']);

/** A sale looked back on, from its own log and orders. */
export async function analyticsOf(
  context: HistoryContext,
  sale: Sale,
  now: number,
): Promise<Analytics> {
  const from = Math.min(sale.lobbyOpensAt, sale.createdAt);
  const span = Math.min(now, sale.endsAt) - from;
  const tallying = createTally(from, Math.max(STEP_MS_MIN, Math.ceil(span / POINTS_MAX)));
  const places = createPlaces();
  for await (const entry of saleLog(context, sale)) {
    tallying.add(entry);
    places.add(entry);
  }
  const tally = tallying.result();
  const { refunded, revenueMinor } = await moneyOf(context, sale);
  const { joined, granted, expired, left, released, removed, extended, declined } = tally;
  return {
    flashSaleId: sale.id,
    stock: sale.stock,
    joined,
    granted,
    sold: tally.settled,
    refunded,
    expired,
    left,
    released,
    removed,
    extended,
    declined,
    conversion: granted > 0 ? Math.min(1, tally.settled / granted) : null,
    soldOutAt: tally.soldOutAt === null ? null : iso(tally.soldOutAt),
    waitMs: spreadOf(tally.waits),
    payMs: spreadOf(tally.pays),
    revenue: toMajor(revenueMinor, sale.currency),
    revenueMinor,
    currency: sale.currency,
    curve: tally.curve.map((point) => ({ ...point, at: iso(point.at) })),
    ...places.result(),
    waitDecilesMs: decilesOf(tally.waits),
    complete: OVER.has(phaseAt(sale, now)) && !tally.hasGaps,
  };
}

async function moneyOf({ db }: HistoryContext, sale: Sale) {
  let [refunded, revenueMinor] = [0, 0];
  for await (const order of db.orders.export({ saleId: sale.id })) {
    if (order.status === 'refunded') {
      refunded += 1;
    } else {
      revenueMinor += order.amount;
    }
  }
  return { refunded, revenueMinor };
}

function spreadOf(values: number[]): Analytics['waitMs'] {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.ceil(sorted.length * share) - 1] ?? null;
  return { p50: at(0.5), p95: at(0.95), max: sorted.at(-1) ?? null };
}

function decilesOf(values: number[]): number[] {
  const sorted = [...values].sort((a, b) => a - b);
  if (sorted.length === 0) {
    return [];
  }
  return Array.from({ length: 10 }, (_, at) => {
    return sorted[Math.ceil((sorted.length * (at + 1)) / 10) - 1] ?? 0;
  });
}

interface Places {
  add(entry: LogEntry): void;
  result(): Pick<Analytics, 'funnel' | 'byPlace'>;
}

/** How far a place got. */
const [JOINED, HELD, BOUGHT] = [0, 1, 2] as const;
const BUCKETS = 20;

/** Follows each place from its join to whatever became of it, in the order of the line. */
export function createPlaces(): Places {
  const reached = new Map<number, number>();
  const seqOf = new Map<string, number>();

  return {
    add(entry) {
      switch (entry.type) {
        case 'join':
          reached.set(entry.seq, JOINED);
          seqOf.set(entry.buyer, entry.seq);
          return;
        case 'grant':
          for (const { buyer, seq } of entry.holds) {
            reach(buyer, seq, HELD);
          }
          return;
        case 'rehold':
          reach(entry.buyer, entry.seq, HELD);
          return;
        case 'settle': {
          const seq = seqOf.get(entry.buyer);
          if (seq !== undefined) {
            reach(entry.buyer, seq, BOUGHT);
          }
        }
      }
    },
    result() {
      const list = [...reached].sort(([a], [b]) => a - b).map(([, how]) => how);
      return { funnel: countOf(list), byPlace: bucketsOf(list) };
    },
  };

  function reach(buyer: string, seq: number, how: number): void {
    seqOf.set(buyer, seq);
    // A place whose join was lost with Redis still counts: a buyer did join there.
    reached.set(seq, Math.max(how, reached.get(seq) ?? JOINED));
  }
}

function countOf(list: readonly number[]): Analytics['funnel'] {
  const atLeast = (how: number) => list.reduce((sum, one) => sum + (one >= how ? 1 : 0), 0);
  return { joined: list.length, held: atLeast(HELD), bought: atLeast(BOUGHT) };
}

function bucketsOf(list: readonly number[]): Analytics['byPlace'] {
  const size = Math.ceil(list.length / BUCKETS);
  const starts =
    size === 0 ? [] : Array.from({ length: Math.ceil(list.length / size) }, (_, i) => i);
  return starts.map((i) => {
    const part = list.slice(i * size, (i + 1) * size);
    return { from: i * size + 1, to: i * size + part.length, ...countOf(part) };
  });
}

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

interface Tallying {
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
