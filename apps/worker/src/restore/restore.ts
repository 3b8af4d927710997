import type { Database, Sale } from '@flash/database';
import type { Engine } from '@flash/reservation';
import type { Logger } from '@flash/shared-config';
import type { Alert } from '../base/alerts/alerts.ts';
import type { CrashHook } from '../base/crash-points.ts';
import type { Locks } from '../base/drain-lock.ts';
import type { Metrics } from '../base/metrics.ts';
import type { BlockCodec } from '../log-store/block-codec.ts';
import { type PlanDeps, planOf, type RestoreCause } from './plan.ts';
import { flushTail, seal } from './stored-chain.ts';

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
      const outcome = await inRounds(deps, saleId, cause);
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

async function inRounds(deps: RestoreDeps, saleId: string, cause: RestoreCause): Promise<Outcome> {
  for (let round = 0; round < ROUNDS; round += 1) {
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
    deps.crash('E1');
    const outcome = await restoreAs(deps, sale, cause);
    if (outcome !== 'again') {
      return outcome;
    }
  }
  deps.alert('restore', saleId, { why: 'no epoch could be established' });
  return { kind: 'overtaken', epoch: 0 };
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
  // The state itself says whether it is damaged: the worker that found it so may have died.
  const isDamaged = marked.damage !== '';
  const current = await db.sales.get(sale.id);
  if (current?.epoch !== sale.epoch) {
    return { kind: 'overtaken', epoch: sale.epoch };
  }
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
