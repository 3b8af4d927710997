import type { ClaimRecord, Orders } from '@flash/database';
import type { Engine, LapsedClaim, Unavailable } from '@flash/reservation';
import { type Alert, CONTRADICTION } from '../base/alerts/alerts.ts';
import { type ClockReading, latestBelievable } from '../base/clock/clock-guard.ts';
import type { CrashHook } from '../base/crash-points.ts';
import { forEachAtMost } from '../base/for-each.ts';
import type { Metrics } from '../base/metrics.ts';

interface SweepReport {
  expired: number;
  /** Claims whose process fell silent; the resolver decides them. */
  lapsed: LapsedClaim[];
  epoch: number;
  nextExpiryAt: number | null;
  unavailable: Unavailable['why'] | null;
}

/**
 * Takes back every hold whose time is over, unless the clock jumped since `reading`; `onFreed` is told before all of them are done.
 */
export type Sweep = (
  saleId: string,
  options: { reading: ClockReading; onFreed: () => void },
) => Promise<SweepReport>;

const BATCH = 500;

export function createSweep(engine: Engine, metrics: Metrics): Sweep {
  return async (saleId, { reading, onFreed }) => {
    let expired = 0;
    for (;;) {
      const latestNow = latestBelievable(reading, performance.now());
      const swept = await engine.sweep(saleId, { max: BATCH, latestNow });
      if (swept.kind === 'unavailable') {
        return { expired, lapsed: [], epoch: 0, nextExpiryAt: null, unavailable: swept.why };
      }
      expired += swept.expired.length;
      metrics.holdsExpired.inc(swept.expired.length);
      if (swept.expired.length > 0) {
        onFreed();
      }
      if (swept.more) {
        continue;
      }
      const { lapsed, epoch, nextExpiryAt } = swept;
      return { expired, lapsed, epoch, nextExpiryAt, unavailable: null };
    }
  };
}

/**
 * Decides claims whose process fell silent, and answers how many it could decide. `epoch` is the one
 * in which they were reported.
 */
export type Resolve = (saleId: string, lapsed: LapsedClaim[], epoch: number) => Promise<number>;

interface ResolveDeps {
  engine: Engine;
  orders: Orders;
  alert: Alert;
  crash: CrashHook;
  metrics: Metrics;
}

const AT_ONCE = 32;

/** The first record on (sale, attempt) decides, and only a record that was read: see ADR 4. */
export function createResolve(deps: ResolveDeps): Resolve {
  return async (saleId, lapsed, epoch) => {
    let decided = 0;
    await forEachAtMost(AT_ONCE, lapsed, async (claim) => {
      const outcome = await decide(deps, saleId, claim, epoch);
      deps.metrics.claimsResolved.inc({ outcome });
      if (outcome === 'held' || outcome === 'freed' || outcome === 'settled') {
        decided += 1;
      }
    });
    return decided;
  };
}

async function decide(
  deps: ResolveDeps,
  saleId: string,
  claim: LapsedClaim,
  epoch: number,
): Promise<string> {
  const { engine, orders, crash } = deps;
  const { buyer, attempt } = claim;
  crash('V0');
  const record = await orders.insertVoid({ saleId, fence: attempt, epoch, buyer });
  crash('V1');
  // Not found decides nothing; the claim is still lapsed at the next inspection.
  if (!record) {
    return 'unknown';
  }
  if (record.kind === 'void') {
    const outcome = await engine.void(saleId, { buyer, attempt });
    crash('V2');
    return outcome.kind === 'unavailable' ? outcome.why : outcome.kind;
  }
  if (!isOf(record, claim)) {
    return contradict(deps, saleId, claim, record, epoch);
  }
  const outcome = await engine.settle(saleId, {
    buyer,
    unit: claim.unit,
    attempt,
    orderId: record.order.id,
  });
  crash('V2');
  return outcome.kind === 'unavailable' ? outcome.why : outcome.kind;
}

function isOf(record: Extract<ClaimRecord, { kind: 'order' }>, claim: LapsedClaim): boolean {
  return record.order.buyer === claim.buyer && record.order.unit === claim.unit;
}

async function contradict(
  { alert, engine }: ResolveDeps,
  saleId: string,
  claim: LapsedClaim,
  record: Extract<ClaimRecord, { kind: 'order' }>,
  epoch: number,
): Promise<string> {
  const { id, unit, fence } = record.order;
  alert('record', saleId, { attempt: claim.attempt, unit: claim.unit, order: { id, unit, fence } });
  await engine.halt(saleId, `${CONTRADICTION}: the record is of another unit or buyer`, epoch);
  return 'contradiction';
}
