import type { Database, Sale } from '@flash/database';
import { saleLog } from '@flash/database';
import { applyEntry, emptyFold } from '@flash/fairness';
import type { Engine } from '@flash/reservation';
import type { PaymentPort } from '../port.ts';
import type { Evidence } from './judge.ts';
import { isHeldUnder } from './left-over.ts';

export interface ReconcileDeps {
  db: Pick<Database, 'orders' | 'preparedPayments' | 'sales' | 'blocks'>;
  engine: Pick<Engine, 'position' | 'readLog' | 'snapshot'>;
  payment: PaymentPort;
  now?: () => number;
}

export type SaleFacts = Pick<
  Sale,
  'id' | 'createdAt' | 'epoch' | 'status' | 'stock' | 'currentQuantity' | 'price' | 'currency'
>;

export interface SoldInLog {
  /** By attempt. */
  sold: Map<number, { buyer: string; price: number; at: number }>;
  /** Attempts that are being paid for, and their buyers. */
  claims: Map<number, string>;
  isWhole: boolean;
}

export async function readSold(deps: ReconcileDeps, sale: SaleFacts): Promise<SoldInLog> {
  const fold = emptyFold();
  const prices = new Map<number, { price: number; at: number }>();
  for await (const entry of saleLog(deps, sale)) {
    if (entry.type === 'settle') {
      const price = fold.holds.get(entry.buyer)?.price ?? sale.price;
      prices.set(entry.attempt, { price, at: entry.at });
    }
    applyEntry(fold, entry);
  }
  const sold = [...fold.sold.values()].map(({ buyer, attempt }) => {
    return [attempt, { buyer, ...(prices.get(attempt) ?? { price: sale.price, at: 0 }) }] as const;
  });
  const claimed = [...fold.holds.values()].filter((hold) => hold.claimed);
  return {
    sold: new Map(sold),
    claims: new Map(claimed.map(({ attempt, buyer }) => [attempt, buyer])),
    isWhole: fold.unknown.size === 0,
  };
}

export type Subject = { attempt: number } | { intentId: string };

export function subjectOf({ record, listed }: Evidence): Subject {
  return record
    ? { attempt: record.fence }
    : { intentId: listed === 'unreadable' ? '' : (listed?.intentId ?? '') };
}
/** Everything about one payment, as it is now. */
export async function gatherEvidence(
  { db, engine, payment }: ReconcileDeps,
  sale: SaleFacts,
  subject: Subject,
  log: SoldInLog,
): Promise<Evidence | null> {
  const { orders, preparedPayments } = db;
  const seen = 'intentId' in subject ? await payment.look(subject.intentId) : null;
  if ('intentId' in subject && seen?.saleId !== sale.id) {
    return null;
  }
  const ofIntent = seen && (await preparedPayments.ofIntent(seen.intentId));
  const attempt = 'attempt' in subject ? subject.attempt : (seen?.attempt ?? ofIntent?.attempt);
  const stored =
    ofIntent ??
    (attempt === undefined || attempt === null
      ? null
      : await preparedPayments.ofAttempt(sale.id, attempt));
  if (attempt === undefined || attempt === null) {
    const hold = await holdOf({ engine }, sale.id, stored?.buyer, { fence: stored?.fence });
    return { ...{ saleId: sale.id, listed: seen, stored, record: null, hold }, log: 'unknown' };
  }
  const listed = seen ?? (await payment.find({ saleId: sale.id, attempt }));
  const record = await orders.moneyOf(sale.id, attempt);
  const buyer = stored?.buyer ?? log.claims.get(attempt);
  return {
    ...{ saleId: sale.id, listed, stored, record },
    hold: record ? 'over' : await holdOf({ engine }, sale.id, buyer, { attempt }),
    log: log.isWhole ? (log.sold.has(attempt) ? 'sold' : 'not sold') : 'unknown',
  };
}

/** Whether a buyer still holds the unit that a payment is for. */
async function holdOf(
  { engine }: Pick<ReconcileDeps, 'engine'>,
  saleId: string,
  buyer: string | undefined,
  of: { attempt: number } | { fence: number | undefined },
): Promise<Evidence['hold']> {
  if (buyer === undefined) {
    return 'over';
  }
  const seen = await engine.position(saleId, [buyer]);
  const [place] = seen.kind === 'positions' ? seen.places : [];
  if (!place) {
    return seen.kind === 'positions' ? 'over' : 'unknown';
  }
  if ('attempt' in of) {
    return place.state === 'claimed' && place.attempt === of.attempt ? 'lives' : 'over';
  }
  return of.fence !== undefined && isHeldUnder(place, of.fence) ? 'lives' : 'over';
}
