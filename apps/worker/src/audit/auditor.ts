import type { Database } from '@flash/database';
import type { Election, Engine } from '@flash/reservation';
import type { RedisClient } from '@flash/shared-config';
import type { Alert } from '../base/alerts/alerts.ts';
import type { Metrics } from '../base/metrics.ts';
import type { BlockCodec } from '../log-store/block-codec.ts';
import { type LogReader, openLogReader } from '../log-store/log-reader.ts';
import { acceptedOf, isAccepted } from './accepted.ts';
import { driftFinding, type Finding, type Findings, inspect } from './inspect.ts';

export interface LiveAuditor {
  /** Judges a sale that moved; at most once a second, and in one worker at a time. */
  audit(saleId: string, n: number): Promise<Findings | null>;
  /** In how many ms a sale that moved up to entry `n` is to be judged; null: that was done. */
  dueIn(saleId: string, n: number): number | null;
  forget(saleId: string): void;
  /** What came out last, for the console and the system page. */
  latest(): LatestAudit | null;
}

interface LatestAudit {
  at: string;
  ok: boolean;
  sales: number;
  violations: Finding[];
}

interface AuditDeps {
  engine: Engine;
  db: Database;
  redis: RedisClient;
  codec: BlockCodec;
  election: Election;
  alert: Alert;
  metrics: Metrics;
  /** What a restore adds to the time of holds, which is not late. */
  restoreGraceMs: number;
}

interface AuditState {
  reader: LogReader | null;
  /** What operators let the sale go on with. */
  accepted: readonly Finding[];
  n: number;
  lookedAt: number;
  /** Not looked at again before: this worker rests, or another one leads. */
  dueAt: number;
  /** Reading all orders of a large sale takes time, so it is done the more rarely. */
  ordersAt: number;
  alarmUntil: number;
  /** What the last alarm was about. */
  alarms: Finding[];
}

const EVERY_MS = 1_000;
const LEAD_MS = 5_000;
const ORDERS_SHARE = 20;
/** Long enough for any scraper to see it. */
const ALARM_MS = 60_000;
const FORGET_MS = 600_000;
const SHOWN = 10;

export function createLiveAuditor(deps: AuditDeps): LiveAuditor {
  const { db, election, metrics } = deps;
  const states = new Map<string, AuditState>();
  let latestAt: number | null = null;

  function stateOf(saleId: string): AuditState {
    const known = states.get(saleId);
    if (known) {
      return known;
    }
    // Waiting buyers come first: reading the log of a large sale takes a while.
    const lookedAt = performance.now();
    const alarmUntil = Number.NEGATIVE_INFINITY;
    const state: AuditState = {
      ...{ reader: null, accepted: [], n: -1, lookedAt, dueAt: lookedAt + EVERY_MS },
      ...{ ordersAt: 0, alarmUntil, alarms: [] },
    };
    states.set(saleId, state);
    return state;
  }

  async function readerOf(state: AuditState, saleId: string): Promise<LogReader | null> {
    const sale = await db.sales.get(saleId);
    if (!sale) {
      return null;
    }
    if (state.reader?.epoch !== sale.epoch) {
      state.accepted = await acceptedOf(db, saleId);
      state.reader = await openLogReader(deps, sale, deps.restoreGraceMs);
    }
    return state.reader;
  }

  return {
    async audit(saleId, n) {
      const state = stateOf(saleId);
      const now = performance.now();
      if (isSettled(state, n) || now < state.dueAt) {
        return null;
      }
      state.lookedAt = now;
      state.dueAt = now + EVERY_MS;
      latestAt = Date.now();
      const work = `audit:${saleId}`;
      if (!(await election.lead(work, LEAD_MS))) {
        state.reader = null;
        metrics.invariantDelta.remove({ sale: saleId });
        // The worker that leads may have died: its lead ends then, and this one goes on at once.
        const ledForMs = await election.ledForMs(work, LEAD_MS);
        state.dueAt = performance.now() + ledForMs;
        return null;
      }
      const reader = await readerOf(state, saleId);
      const all = reader && (await inspect(deps, saleId, reader, now >= state.ordersAt));
      if (!all) {
        state.reader = null;
        return null;
      }
      const isNew = (one: Finding) => !isAccepted(state.accepted, one);
      const findings = { ...all, violations: all.violations.filter(isNew) };
      state.ordersAt = Math.max(state.ordersAt, now + all.ordersMs * ORDERS_SHARE);
      // What moved too fast to be judged in full is looked at again.
      if (findings.isFull) {
        state.n = n;
      }
      tell(deps, saleId, state, findings);
      return findings;
    },
    dueIn(saleId, n) {
      const state = stateOf(saleId);
      const now = performance.now();
      if (isSettled(state, n)) {
        // A log that is no longer written need not be kept in memory.
        if (now - state.lookedAt > FORGET_MS) {
          state.reader = null;
        }
        return null;
      }
      return Math.max(0, state.dueAt - now);
    },
    latest() {
      if (latestAt === null) {
        return null;
      }
      const violations = [...states.values()].flatMap((state) => state.alarms).slice(0, SHOWN);
      const ok = violations.length === 0;
      return { at: new Date(latestAt).toISOString(), ok, sales: states.size, violations };
    },
    forget(saleId) {
      states.delete(saleId);
      metrics.invariantDelta.remove({ sale: saleId });
    },
  };
}

function isSettled(state: AuditState, n: number): boolean {
  return state.n === n && state.alarms.length === 0;
}

function tell(
  { alert, metrics }: AuditDeps,
  saleId: string,
  state: AuditState,
  found: Findings,
): void {
  const delta = found.violations.length + found.drift.length;
  const now = performance.now();
  if (delta > 0) {
    state.alarmUntil = now + ALARM_MS;
    state.alarms = alarmsOf(found);
    alert('audit', saleId, { violations: state.alarms });
  }
  if (delta === 0 && state.alarmUntil >= now) {
    return;
  }
  if (delta === 0) {
    state.alarms = [];
  }
  metrics.invariantDelta.set({ sale: saleId }, delta);
}

function alarmsOf({ violations, drift }: Findings): Finding[] {
  return [...violations, ...drift.map(driftFinding)].slice(0, SHOWN);
}
