import type { Database } from '@flash/database';
import type { Engine, Snapshot } from '@flash/reservation';
import type { RedisClient } from '@flash/shared-config';
import { acceptedOf, isAccepted, RELEASE } from '../audit/accepted.ts';
import { driftFinding, type Finding, inspect } from '../audit/inspect.ts';
import { openLogReader } from '../audit/log-reader.ts';
import type { BlockCodec } from '../log-store/block-codec.ts';
import type { Restore } from '../restore/restore.ts';

const TRIES = 20;

export interface ReleaseDeps {
  engine: Engine;
  db: Database;
  redis: RedisClient;
  codec: BlockCodec;
  restore: Restore;
  restoreGraceMs: number;
}

export interface SaleReport {
  name: string;
  epoch: number;
  /** Why granting has stopped; '' while it goes on. */
  halted: string;
  counts: Pick<
    Snapshot,
    'stock' | 'free' | 'waiting' | 'held' | 'claimed' | 'sold' | 'n' | 'storedN'
  >;
  /** What the audit finds and no operator has accepted. */
  found: Finding[];
  accepted: Finding[];
}

/** What the whole log, the orders and the live state of a sale say. Null: there is no such live sale. */
export async function reportOn(deps: ReleaseDeps, saleId: string): Promise<SaleReport | null> {
  const sale = await deps.db.sales.get(saleId);
  if (!sale) {
    return null;
  }
  const accepted = await acceptedOf(deps.db, saleId);
  const reader = await openLogReader(deps, sale, deps.restoreGraceMs);
  const violations = new Map<string, Finding>();
  // A sale in motion is looked at until nothing moved during one look.
  for (let tries = 0; tries < TRIES; tries += 1) {
    const findings = await inspect(deps, saleId, reader, true);
    const shot = await deps.engine.snapshot(saleId);
    if (!findings || shot.kind === 'unavailable') {
      return null;
    }
    for (const one of findings.violations) {
      violations.set(`${one.code} ${one.detail}`, one);
    }
    if (!findings.isFull && tries < TRIES - 1) {
      continue;
    }
    const drifted = findings.drift.map(driftFinding);
    const all = [...violations.values(), ...drifted];
    const { stock, free, waiting, held, claimed, sold, n, storedN } = shot;
    return {
      name: sale.name,
      epoch: sale.epoch,
      halted: shot.halted,
      counts: { stock, free, waiting, held, claimed, sold, n, storedN },
      found: all.filter((one) => !isAccepted(accepted, one)),
      accepted: all.filter((one) => isAccepted(accepted, one)),
    };
  }
  return null;
}

export type Release =
  | { kind: 'released'; epoch: number; accepted: Finding[] }
  | { kind: 'missing' | 'not halted' }
  /** The stores contradict each other: another epoch cannot be made of them. */
  | { kind: 'refused'; why: string };

/**
 * Lets a halted sale go on in a new epoch, made of its log and its orders. What the audit finds now is
 * accepted by that, in the words of the operator; anything new halts the sale again. A call that was cut
 * short is simply made again.
 */
export async function releaseSale(
  deps: ReleaseDeps,
  saleId: string,
  reason: string,
  at: number,
): Promise<Release> {
  const report = await reportOn(deps, saleId);
  if (!report) {
    return { kind: 'missing' };
  }
  if (report.halted === '') {
    return { kind: 'not halted' };
  }
  // Drift ends with the state that drifted.
  const findings = report.found.filter(({ code }) => code !== 'LOG_DIFFERS');
  const row = await deps.db.audit.begin(
    {
      ...{ at, action: RELEASE, saleId, subject: null, reason, ip: null, requestId: null },
      actor: { id: 'system', email: null, role: null },
      before: { epoch: report.epoch, halted: report.halted },
      after: { findings },
      outcome: 'pending',
    },
    null,
  );
  const restored = await deps.restore(saleId, { why: report.halted, awayMs: 0, isDamaged: true });
  const isReleased = restored.kind === 'rebuild';
  await deps.db.audit.complete(row, isReleased ? 'done' : 'refused');
  return isReleased
    ? { kind: 'released', epoch: restored.epoch, accepted: findings }
    : { kind: 'refused', why: restored.kind };
}
