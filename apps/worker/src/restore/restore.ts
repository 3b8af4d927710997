import type { Database, LiveOrder, Sale, SaleSnapshot } from '@flash/database';
import {
  type Engine,
  type Reconciled,
  type RestoreInput,
  reconcile,
  rulesChanges,
  rulesOf,
  type SaleRules,
  type SaleState,
} from '@flash/reservation';
import type { Logger } from '@flash/shared-config';
import type { Alert } from '../base/alerts/alerts.ts';
import { CLOCK_JUMP_MS } from '../base/clock/clock-guard.ts';
import type { CrashHook } from '../base/crash-points.ts';
import type { HeldLock, Locks } from '../base/drain-lock.ts';
import type { Metrics } from '../base/metrics.ts';
import type { BlockCodec } from '../log-store/block-codec.ts';
import { contains, differsFromLog, flushTail, foldBlocks, lastFull, seal } from './stored-chain.ts';

interface RestoreReport {
  kind: 'adopt' | 'rebuild' | 'fine' | 'halted' | 'busy' | 'gone' | 'overtaken';
  epoch: number;
  ms: number;
}

export type Restore = (saleId: string, cause: RestoreCause) => Promise<RestoreReport>;

export interface RestoreDeps extends PlanDeps {
  engine: Engine;
  db: Database;
  locks: Locks;
  /** False while this worker cannot reach MongoDB: then another one restores. */
  mayAsk: () => boolean;
  codec: BlockCodec;
  crash: CrashHook;
  alert: Alert;
  metrics: Metrics;
  log: Logger;
}

/** When the restoring worker dies, another one can start after this time. */
const LOCK_TTL_MS = 3_000;
/** Each round raises the epoch; more of them mean that two stores cannot agree. */
const ROUNDS = 8;

/** Makes a sale that Redis lost, or has an old copy of, servable again. Any number may try at once. */
export function createRestore(deps: RestoreDeps): Restore {
  return async (saleId, cause) => {
    const startedAt = performance.now();
    const lock = await deps.locks.take(saleId, { ttlMs: LOCK_TTL_MS, keepWhile: deps.mayAsk });
    if (!lock) {
      return { kind: 'busy', epoch: 0, ms: 0 };
    }
    try {
      const outcome = await inRounds(deps, lock, saleId, cause);
      const report = { ...outcome, ms: Math.round(performance.now() - startedAt) };
      if (report.kind === 'fine' || report.kind === 'gone') {
        return report;
      }
      deps.metrics.restores.inc({ how: report.kind });
      deps.log.warn({ saleId, why: cause.why, ...report }, 'restored a sale');
      return report;
    } finally {
      await lock.release();
    }
  };
}

type Outcome = Omit<RestoreReport, 'ms'>;

async function inRounds(
  deps: RestoreDeps,
  lock: HeldLock,
  saleId: string,
  cause: RestoreCause,
): Promise<Outcome> {
  let epoch = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    // Another worker may have taken over meanwhile: to raise the epoch once more would undo its work, and it would then undo this one's.
    if (round > 0 && !(await lock.again())) {
      return { kind: 'overtaken', epoch };
    }
    const known = await deps.db.sales.get(saleId);
    if (!known || known.status === 'archived' || known.epoch === 0) {
      return { kind: 'gone', epoch: 0 };
    }
    if (await isInOrder(deps, known, cause)) {
      return { kind: 'fine', epoch: known.epoch };
    }
    const sale = await deps.db.sales.raiseEpoch(saleId, known.epoch, Date.now());
    if (!sale) {
      return { kind: 'overtaken', epoch: known.epoch };
    }
    epoch = sale.epoch;
    deps.crash('E1');
    const outcome = await restoreAs(deps, sale, cause);
    if (outcome !== 'again') {
      return outcome;
    }
  }
  deps.alert('restore', saleId, { why: 'no epoch could be established' });
  return { kind: 'overtaken', epoch };
}

/** The worker that held the lock before may have restored the sale already. */
async function isInOrder(
  { engine, db }: RestoreDeps,
  sale: Sale,
  { isDamaged }: RestoreCause,
): Promise<boolean> {
  const shot = await engine.snapshot(sale.id);
  if (shot.kind === 'unavailable' || shot.epoch !== sale.epoch) {
    return false;
  }
  if (isDamaged && shot.halted !== '') {
    return false;
  }
  // That worker may have died before the last step.
  if (sale.restoring) {
    await db.sales.finishRestore(sale.id, sale.epoch);
  }
  return true;
}

/** Steps 2 to 5, for an epoch that no other worker restores. */
async function restoreAs(
  deps: RestoreDeps,
  sale: Sale,
  cause: RestoreCause,
): Promise<Outcome | 'again'> {
  const { engine, db, crash, alert } = deps;
  const marked = await engine.mark(sale.id, sale.epoch, cause.isDamaged ? cause.why : '');
  crash('E2');
  if (marked.kind === 'refused') {
    return 'again';
  }
  const current = await db.sales.get(sale.id);
  if (current?.epoch !== sale.epoch) {
    return { kind: 'overtaken', epoch: sale.epoch };
  }
  // The state itself says whether it is damaged: the worker that found it so may have died.
  const isDamaged = marked.damage !== '' || (await differsFromLog(deps, current));
  if (isDamaged) {
    await flushTail(deps, current);
  }
  if (!(await seal(db.blocks, deps.codec, current))) {
    return { kind: 'overtaken', epoch: sale.epoch };
  }
  crash('E3');
  const planned = await planOf(deps, current, { ...cause, isDamaged });
  crash('E4');
  if (planned.kind === 'overtaken') {
    return { kind: 'overtaken', epoch: sale.epoch };
  }
  if (planned.kind === 'halt') {
    alert('restore', sale.id, { why: planned.why });
    return { kind: 'halted', epoch: sale.epoch };
  }
  const adopted = await engine.adopt(sale.id, planned.plan, planned.rules);
  crash('E5');
  if (adopted.kind === 'refused') {
    return 'again';
  }
  if (adopted.kind === 'unavailable') {
    throw new Error('Redis is full');
  }
  await db.sales.finishRestore(sale.id, sale.epoch);
  return { kind: planned.plan.how, epoch: sale.epoch };
}

interface RestoreCause {
  why: string;
  /** For how long this process could not read the sale. */
  awayMs: number;
  /** The state in Redis is not what its log says: only log and orders count. */
  isDamaged?: boolean;
}

interface PlanDeps {
  engine: Engine;
  db: Database;
  codec: BlockCodec;
  graceMs: number;
}

type Planned =
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
async function planOf(deps: PlanDeps, sale: Sale, cause: RestoreCause): Promise<Planned> {
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
  const rules = rulesOf(truth.sale);
  const entries = [...reconciled.plan.entries, ...rulesChanges(state.told ?? {}, rules)];
  return { kind: 'plan', plan: { ...reconciled.plan, entries }, rules };
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
