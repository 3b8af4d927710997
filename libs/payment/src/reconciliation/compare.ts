import type { ListedPayment, PaymentPort } from '../port.ts';
import {
  gatherEvidence,
  type ReconcileDeps,
  readSold,
  type SaleFacts,
  type SoldInLog,
  subjectOf,
} from './evidence.ts';
import { type Difference, type Evidence, judge, USUAL_MS } from './judge.ts';

export interface Sum {
  count: number;
  /** In minor units. */
  amount: number;
}

/** What each side counts, and each way in which they differ. */
export interface Comparison {
  at: number;
  provider: 'stripe' | 'sandbox';
  atProvider: Record<'captured' | 'refunded' | 'authorised' | 'open' | 'cancelled', Sum>;
  /** Payments of another provider than the one that is set. */
  unreadable: number;
  orders: Record<'paid' | 'refunded', Sum>;
  /** Null: it has entries of a later version. */
  log: { sold: Sum } | null;
  /** Null: Redis has nothing of this sale, or not now. */
  redis: { sold: number; held: number; claimed: number } | null;
  mongo: { live: number; stock: number; left: number };
  /** The ones that stay first, the longest first. */
  differences: Difference[];
}

/** So many differences are looked at a second time, when all sides have been read. */
const LOOKED_AT_AGAIN = 300;
const NONE: Sum = { count: 0, amount: 0 };

/** Reads all sides of a sale's payments; changes nothing. */
export async function comparePayments(deps: ReconcileDeps, sale: SaleFacts): Promise<Comparison> {
  const now = (deps.now ?? Date.now)();
  const { db, payment } = deps;
  const stored = await readStored(db, sale.id);
  const listed = await readListed(payment, sale, stored);
  const log = await readSold(deps, sale);
  const doubts: Evidence[] = [];
  const doubt = (evidence: Evidence) => {
    if (judge(evidence, now)) {
      doubts.push(evidence);
    }
  };
  const orders = { paid: { ...NONE }, refunded: { ...NONE } };
  const sold = new Map(log.sold);
  let unreadable = 0;
  for await (const record of db.orders.money(sale.id)) {
    const { fence } = record;
    const prepared = stored.ofAttempt.get(fence) ?? null;
    const isElsewhere = !payment.preparing && Boolean(prepared?.intentId);
    unreadable += isElsewhere ? 1 : 0;
    doubt({
      ...{ saleId: sale.id, stored: prepared, record, hold: 'over' },
      listed: isElsewhere ? 'unreadable' : (listed.ofAttempt.get(fence) ?? null),
      log: log.isWhole ? (log.sold.has(fence) ? 'sold' : 'not sold') : 'unknown',
    });
    listed.ofAttempt.delete(fence);
    if (record.kind === 'order') {
      add(orders[record.status === 'refunded' ? 'refunded' : 'paid'], record.amount);
      if (record.live || record.unitReturn === 'pending') {
        sold.delete(fence);
      }
    }
  }
  for (const one of [...listed.ofAttempt.values(), ...listed.others]) {
    const prepared = stored.ofIntent.get(one.intentId) ?? null;
    const base = { saleId: sale.id, record: null, log: 'unknown', hold: 'unknown' } as const;
    doubt({ ...base, listed: one, stored: prepared });
  }
  const found = await lookAgain(deps, sale, doubts, now);
  const counts = await compareCounts(deps, sale, now);
  const differences = [
    ...found,
    ...(log.isWhole ? withoutOrder(sale, sold, now) : []),
    ...counts.differences,
  ];
  return {
    at: now,
    provider: payment.preparing?.inBrowser.provider ?? 'sandbox',
    ...{ atProvider: listed.sums, unreadable, orders, redis: counts.redis, mongo: counts.mongo },
    log: log.isWhole ? { sold: sumOf([...log.sold.values()].map(({ price }) => price)) } : null,
    differences: differences.sort(
      (a, b) => Number(a.isOnItsWay) - Number(b.isOnItsWay) || a.since - b.since,
    ),
  };
}

function add(sum: Sum, amount: number): void {
  sum.count += 1;
  sum.amount += amount;
}

function sumOf(amounts: readonly number[]): Sum {
  return { count: amounts.length, amount: amounts.reduce((sum, one) => sum + one, 0) };
}

type Stored = Awaited<ReturnType<typeof readStored>>;

async function readStored({ preparedPayments }: ReconcileDeps['db'], saleId: string) {
  const ofAttempt = new Map<number, Evidence['stored']>();
  const ofIntent = new Map<string, Evidence['stored']>();
  for await (const one of preparedPayments.ofSale(saleId)) {
    if (one.attempt !== null) {
      ofAttempt.set(one.attempt, one);
    }
    if (one.intentId !== null) {
      ofIntent.set(one.intentId, one);
    }
  }
  return { ofAttempt, ofIntent };
}

async function readListed(payment: PaymentPort, sale: SaleFacts, stored: Stored) {
  const sums = {
    ...{ captured: { ...NONE }, refunded: { ...NONE }, authorised: { ...NONE } },
    ...{ open: { ...NONE }, cancelled: { ...NONE } },
  };
  const ofAttempt = new Map<number, ListedPayment>();
  const others: ListedPayment[] = [];
  for await (const one of payment.list(sale.id, sale.createdAt)) {
    add(sums[one.state], one.amount);
    if (one.refunded > 0) {
      add(sums.refunded, one.refunded);
    }
    const attempt = one.attempt ?? stored.ofIntent.get(one.intentId)?.attempt ?? null;
    if (attempt === null) {
      others.push(one);
    } else {
      ofAttempt.set(attempt, one);
    }
  }
  return { sums, ofAttempt, others };
}

/** What changed while the sides were read one after the other is no difference. */
async function lookAgain(
  deps: ReconcileDeps,
  sale: SaleFacts,
  doubts: readonly Evidence[],
  now: number,
): Promise<Difference[]> {
  const log = doubts.length > 0 ? await readSold(deps, sale) : null;
  const found: Difference[] = [];
  for (const [at, doubt] of doubts.entries()) {
    const isSeenAgain = log !== null && at < LOOKED_AT_AGAIN;
    const evidence = isSeenAgain ? await gatherEvidence(deps, sale, subjectOf(doubt), log) : doubt;
    const difference = evidence && judge(evidence, now);
    if (difference) {
      found.push(difference);
    }
  }
  return found;
}

const BY_HAND = { step: null, orderId: null, intentId: null };

function withoutOrder(sale: SaleFacts, sold: SoldInLog['sold'], now: number): Difference[] {
  return [...sold].map(
    ([attempt, { price, at }]): Difference => ({
      ...BY_HAND,
      id: `sold-without-order:attempt:${attempt}`,
      kind: 'sold-without-order',
      since: at,
      isOnItsWay: at > now - USUAL_MS,
      amount: price,
      currency: sale.currency,
    }),
  );
}

type Counts = Pick<Comparison, 'redis' | 'mongo'> & { differences: Difference[] };

const COUNTED_AGAIN = 3;

/** Counted again while orders are made: half of it would be of before, half of after. */
async function compareCounts(
  { engine, db }: ReconcileDeps,
  asked: SaleFacts,
  now: number,
): Promise<Counts> {
  const { id, currency } = asked;
  for (let time = 1; ; time += 1) {
    const before = await db.orders.countLive(id);
    const [shot, sale] = [await engine.snapshot(id), (await db.sales.get(id)) ?? asked];
    const live = await db.orders.countLive(id);
    const { stock, currentQuantity: left } = sale;
    const redis =
      shot.kind === 'snapshot' ? { sold: shot.sold, held: shot.held, claimed: shot.claimed } : null;
    const isEven = stock - left === live && (redis === null || redis.sold === live);
    if (!isEven && before !== live && time < COUNTED_AGAIN) {
      continue;
    }
    const isOnItsWay = before !== live || (redis !== null && redis.claimed > 0);
    const difference: Difference = {
      ...{ ...BY_HAND, id: 'counts-differ:sale:', since: now, isOnItsWay },
      kind: 'counts-differ',
      ...{ amount: 0, currency },
    };
    return { redis, mongo: { live, stock, left }, differences: isEven ? [] : [difference] };
  }
}
