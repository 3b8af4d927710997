import type { Database, Order } from '@flash/database';
import {
  countsOf,
  createFindings,
  type Fold,
  judgeOrderCount,
  type Violation,
} from '@flash/fairness';
import { type Engine, keysOf, type Snapshot } from '@flash/reservation';
import type { Cluster, Redis } from 'ioredis';
import type { BlockCodec } from '../log-store/block-codec.ts';
import { type LogReader, readOn } from '../log-store/log-reader.ts';

export type Finding = Pick<Violation, 'invariant' | 'code' | 'detail'>;

export interface Findings {
  violations: Finding[];
  /** The live state is not what its own log says. */
  drift: string[];
  /** Epoch of that state. */
  epoch: number;
  /** Nothing moved meanwhile, so the orders could be judged with the line. */
  isFull: boolean;
  /** How long reading all orders took; 0: they were not read. */
  ordersMs: number;
}

interface InspectDeps {
  engine: Engine;
  db: Database;
  codec: BlockCodec;
  redis: Redis | Cluster;
}

/** Judges a living sale. Null when its state or its log cannot be read in one piece now. */
export async function inspect(
  deps: InspectDeps,
  saleId: string,
  reader: LogReader,
  withOrders: boolean,
): Promise<Findings | null> {
  const { engine, db } = deps;
  const before = await engine.snapshot(saleId);
  const records = await deps.redis.hlen(keysOf(saleId).holds);
  const counted = await db.orders.countLive(saleId);
  const first = await db.sales.get(saleId);
  const { orders, ordersMs } = withOrders ? await ordersOf(db, saleId) : NO_ORDERS;
  const sale = await db.sales.get(saleId);
  const after = await engine.snapshot(saleId);
  if (!sale || before.kind === 'unavailable' || after.kind === 'unavailable') {
    return null;
  }
  // Counters of one epoch say nothing about the log of another one.
  if (before.epoch !== reader.epoch || after.epoch !== reader.epoch) {
    return null;
  }
  if (!(await readOn(deps, { saleId, epoch: after.epoch }, reader, after.n))) {
    return null;
  }

  // An order that was written meanwhile is in one of the two and not in the other.
  const isStill = first?.currentQuantity === sale.currentQuantity && first.stock === sale.stock;
  const isAtRest = before.n === after.n && sale.epoch === after.epoch;
  const isFull = withOrders && isStill && isAtRest;
  const judged = isFull
    ? { sale, snapshot: after, orders, now: after.now }
    : // Only what the log itself gave away: the orders are of another moment.
      {
        sale: { ...sale, currentQuantity: sale.stock },
        snapshot: null,
        orders: [],
        now: after.now,
      };
  const violations: Findings['violations'] = reader.auditor.judge(judged);
  if (counted > sale.stock) {
    violations.push(oversold(counted, sale.stock));
  }
  if (!isFull && isAtRest && !sale.restoring) {
    violations.push(...(await countedApart(db, saleId, counted, after)));
  }
  const drift = driftOf(reader.auditor.fold, after);
  const holders = after.held + after.claimed;
  if (before.n === after.n && records < holders) {
    drift.push(`${records} records, ${holders} holds`);
  }
  return { violations, drift, epoch: reader.epoch, isFull, ordersMs };
}

const NO_ORDERS: { orders: Order[]; ordersMs: number } = { orders: [], ordersMs: 0 };

/** All orders of the sale, without names. */
async function ordersOf(db: Database, saleId: string): Promise<typeof NO_ORDERS> {
  const startedAt = performance.now();
  const orders: Order[] = [];
  for await (const order of db.orders.export({ saleId })) {
    orders.push(order);
  }
  return { orders, ordersMs: performance.now() - startedAt };
}

/**
 * All orders of a large sale are read rarely; how many there are says each time whether units are sold to none.
 * Units that come back are counted last: one whose order was counted as gone is among them until Redis knows.
 */
async function countedApart(db: Database, saleId: string, live: number, shot: Snapshot) {
  const { report, take } = createFindings();
  const missing = shot.sold - live;
  const returns = missing > 0 ? await db.orders.pendingUnitReturns(missing, saleId) : [];
  judgeOrderCount(report, shot, { live, returning: returns.length });
  return take();
}

function oversold(count: number, stock: number) {
  return { invariant: 'I1' as const, code: 'OVERSOLD', detail: `${count} orders, ${stock} units` };
}

/** Counters of the live state that differ from what the log up to the same entry says. */
export function driftOf(fold: Fold, shot: Snapshot): string[] {
  if (fold.n !== shot.n || fold.epoch !== shot.epoch || fold.unknown.size > 0) {
    return [];
  }
  const told = countsOf(fold);
  return Object.entries(told)
    .filter(([name, count]) => shot[name as keyof typeof told] !== count)
    .map(([name, count]) => `${name}: ${shot[name as keyof typeof told]} instead of ${count}`);
}

const OF_THE_STATE = new Set([
  'LOG_DIFFERS',
  'UNIT_LOST',
  'UNIT_TOO_MANY',
  'ORDERS_DIFFER',
  'STOCK_DIFFERS',
]);

/** Said of the state in Redis, which a rebuild makes anew; everything else is in the log or the orders. */
export function isOfTheState({ code }: Finding): boolean {
  return OF_THE_STATE.has(code);
}

export function driftFinding(detail: string): Finding {
  return { invariant: 'I2', code: 'LOG_DIFFERS', detail };
}
