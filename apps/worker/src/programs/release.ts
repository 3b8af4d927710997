import { randomUUID } from 'node:crypto';
import type { Database } from '@flash/database';
import { createEngine, type Engine, type Snapshot } from '@flash/reservation';
import type { RedisClient } from '@flash/shared-config';
import { SECOND_MS } from '@flash/shared-utils';
import { acceptedOf, isAccepted, RELEASE } from '../audit/accepted.ts';
import {
  driftFinding,
  type Finding,
  type Findings,
  inspect,
  isOfTheState,
} from '../audit/inspect.ts';
import { createAlert } from '../base/alerts/alerts.ts';
import type { Connections } from '../base/connections.ts';
import { createLocks } from '../base/drain-lock.ts';
import { createMetrics } from '../base/metrics.ts';
import { type BlockCodec, createBlockCodec } from '../log-store/block-codec.ts';
import { type LogReader, openLogReader } from '../log-store/log-reader.ts';
import { createRestore, type Restore } from '../restore/restore.ts';

const LOOKS_MAX = 20;

export interface ReleaseDeps {
  engine: Engine;
  db: Database;
  redis: RedisClient;
  codec: BlockCodec;
  restore: Restore;
  restoreGraceMs: number;
}

/** What an operator's program needs besides connections: it restores as a worker does, and judges as its audit does. */
export function createReleaseDeps(
  { redis, db, log }: Pick<Connections, 'redis' | 'db' | 'log'>,
  restoreGraceMs: number,
): ReleaseDeps {
  const engine = createEngine(redis);
  const codec = createBlockCodec();
  const metrics = createMetrics({ defaults: false });
  const restore = createRestore({
    ...{ engine, db, codec, metrics, log, graceMs: restoreGraceMs },
    locks: createLocks({ engine, token: randomUUID(), ttlMs: SECOND_MS, log }),
    mayAsk: () => true,
    crash: () => {},
    alert: createAlert(log, metrics.alerts, () => {}),
  });
  return { engine, db, redis, codec, restore, restoreGraceMs };
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
  let look: Look | null;
  let looks = 0;
  // The orders can be judged with the line only when nothing moved during the look.
  do {
    look = await inspectLog(deps, saleId, reader);
    for (const one of look?.findings.violations ?? []) {
      violations.set(`${one.code} ${one.detail}`, one);
    }
    looks += 1;
  } while (look && !look.findings.isFull && looks < LOOKS_MAX);
  if (!look) {
    return null;
  }
  const all = [...violations.values(), ...look.findings.drift.map(driftFinding)];
  const { halted, stock, free, waiting, held, claimed, sold, n, storedN } = look.shot;
  return {
    ...{ name: sale.name, epoch: sale.epoch, halted },
    counts: { stock, free, waiting, held, claimed, sold, n, storedN },
    found: all.filter((one) => !isAccepted(accepted, one)),
    accepted: all.filter((one) => isAccepted(accepted, one)),
  };
}

interface Look {
  findings: Findings;
  shot: Snapshot;
}

async function inspectLog(
  deps: ReleaseDeps,
  saleId: string,
  reader: LogReader,
): Promise<Look | null> {
  const findings = await inspect(deps, saleId, reader, true);
  const shot = await deps.engine.snapshot(saleId);
  return findings && shot.kind === 'snapshot' ? { findings, shot } : null;
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
  // What is wrong with the state ends with it.
  const findings = report.found.filter((one) => !isOfTheState(one));
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
