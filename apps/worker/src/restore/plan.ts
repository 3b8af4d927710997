import type { Database, LiveOrder, Sale, SaleSnapshot } from '@flash/database';
import {
  type Engine,
  type Reconciled,
  type RestoreInput,
  reconcile,
  rulesOf,
  type SaleRules,
  type SaleState,
} from '@flash/reservation';
import { CLOCK_JUMP_MS } from '../base/clock/clock-guard.ts';
import type { BlockCodec } from '../log-store/block-codec.ts';
import { contains, foldBlocks, lastFull } from './stored-chain.ts';

export interface RestoreCause {
  why: string;
  /** For how long this process could not read the sale. */
  awayMs: number;
  /** The state in Redis is not what its log says: only log and orders count. */
  isDamaged?: boolean;
}

export interface PlanDeps {
  engine: Engine;
  db: Database;
  codec: BlockCodec;
  graceMs: number;
}

export type Planned =
  | (Extract<Reconciled, { kind: 'plan' }> & { rules: SaleRules })
  | Extract<Reconciled, { kind: 'halt' }>
  | { kind: 'overtaken' };

interface Truth {
  how: RestoreInput['how'];
  state: SaleState;
  sale: Sale;
  orders: LiveOrder[];
  /** Last entry in the blocks. */
  storedN: number;
}

/** Reads what both stores say, at one moment of MongoDB, and reconciles it. */
export async function planOf(deps: PlanDeps, sale: Sale, cause: RestoreCause): Promise<Planned> {
  const truth = await deps.db.blocks.withSnapshot(sale.id, (snapshot) =>
    readTruth(deps, snapshot, sale.epoch, cause.isDamaged === true),
  );
  if (!truth) {
    return { kind: 'overtaken' };
  }
  if ('halt' in truth) {
    return { kind: 'halt', why: truth.halt };
  }
  const { how, state, orders, storedN } = truth;
  const now = await deps.engine.time(sale.id);
  const reconciled = reconcile({
    how,
    epoch: sale.epoch,
    stock: truth.sale.stock,
    storedN,
    state,
    orders,
    now,
    shiftMs: shiftOf({ stateAt: state.at, now, awayMs: cause.awayMs }),
    graceMs: deps.graceMs,
    marks: truth.sale.marks,
    // A pending "down" counts as not applied, and is to be asked for again.
    applied: truth.sale.adjusts
      .filter(({ state, by }) => state !== 'pending' || by > 0)
      .map(({ id, state, floor }) => ({ id, floor: state === 'refused' ? (floor ?? 0) : null })),
  });
  if (reconciled.kind === 'halt') {
    return reconciled;
  }
  // Tickets are judged by the marks, so they are kept before a buyer can show one.
  for (const mark of reconciled.plan.marks) {
    if (truth.sale.marks.some((known) => known.epoch === mark.epoch)) {
      continue;
    }
    const marked = await deps.db.sales.putMark(sale.id, sale.epoch, mark);
    if (!marked) {
      return { kind: 'overtaken' };
    }
  }
  return { ...reconciled, rules: rulesOf(truth.sale) };
}

async function readTruth(
  deps: PlanDeps,
  snapshot: SaleSnapshot,
  epoch: number,
  isDamaged: boolean,
): Promise<Truth | { halt: string } | null> {
  const { sale } = snapshot;
  if (!sale || sale.epoch !== epoch) {
    return null;
  }
  const orders: LiveOrder[] = [];
  for await (const order of snapshot.orders()) {
    orders.push(order);
  }
  const state = await deps.engine.readState(sale.id);
  const full = await lastFull(snapshot.blocks, await deps.db.blocks.last(sale.id));
  const storedN = full?.to ?? 0;
  if (state && !isDamaged && (await contains(deps, sale, full, state))) {
    return { how: 'adopt', state, sale, orders, storedN };
  }
  const folded = await foldBlocks(deps.codec, sale, snapshot.blocks());
  if ('halt' in folded) {
    return folded;
  }
  return { how: 'rebuild', state: folded.state, sale, orders, storedN };
}

interface Times {
  /** Time of the state that is restored. */
  stateAt: number;
  now: number;
  /** For how long the sale could not be reached. */
  awayMs: number;
}

/** Shorter gaps are within a tick of tending and no outage. */
const SHORT_MS = 1_000;

/**
 * How far all holds have to move: back by the time in which buyers could not use them, or together with
 * a clock that was set back.
 */
export function shiftOf({ stateAt, now, awayMs }: Times): number {
  if (now < stateAt - CLOCK_JUMP_MS) {
    return Math.round(now - stateAt);
  }
  return awayMs > SHORT_MS ? Math.round(awayMs) : 0;
}
