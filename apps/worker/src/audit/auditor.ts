import type { Tools } from '../worker.ts';
import { type Findings, inspect } from './inspect.ts';
import { type Book, openBook } from './log-reader.ts';

export interface LiveAuditor {
  /** Judges a sale that moved; at most once a second, and in one worker at a time. */
  audit(saleId: string, n: number): Promise<Findings | null>;
  forget(saleId: string): void;
  /** What came out last, for whoever watches the system. */
  latest(): LatestAudit | null;
}

interface LatestAudit {
  at: string;
  ok: boolean;
  sales: number;
  violations: Alarm[];
}

interface Alarm {
  invariant: string;
  code: string;
  detail: string;
}

type AuditDeps = Pick<
  Tools,
  'engine' | 'db' | 'redis' | 'scribe' | 'election' | 'alert' | 'metrics' | 'settings'
>;

interface Desk {
  book: Book | null;
  n: number;
  lookedAt: number;
  /** Reading all orders of a large sale takes time, so it is done the more rarely. */
  ordersAt: number;
  alarmUntil: number;
  /** What the last alarm was about. */
  alarms: Alarm[];
}

const EVERY_MS = 1_000;
const LEAD_MS = 5_000;
const ORDERS_SHARE = 20;
/** Long enough for any scraper to see it. */
const ALARM_MS = 60_000;
const FORGET_MS = 600_000;
const SHOWN = 10;

export function createLiveAuditor(deps: AuditDeps): LiveAuditor {
  const { db, election, metrics, settings } = deps;
  const desks = new Map<string, Desk>();
  let latestAt: number | null = null;

  function deskOf(saleId: string): Desk {
    const known = desks.get(saleId);
    if (known) return known;
    // Whoever waits comes first: reading the log of a large sale takes a while.
    const lookedAt = performance.now();
    const alarmUntil = Number.NEGATIVE_INFINITY;
    const desk = { book: null, n: -1, lookedAt, ordersAt: 0, alarmUntil, alarms: [] };
    desks.set(saleId, desk);
    return desk;
  }

  async function bookOf(desk: Desk, saleId: string): Promise<Book | null> {
    const sale = await db.sales.get(saleId);
    if (!sale) return null;
    if (desk.book?.epoch !== sale.epoch) {
      desk.book = await openBook(deps, sale, settings.restoreGraceMs);
    }
    return desk.book;
  }

  return {
    async audit(saleId, n) {
      const desk = deskOf(saleId);
      const now = performance.now();
      const isSettled = desk.n === n && desk.alarms.length === 0;
      // A log that nobody writes any more need not be kept in memory.
      if (isSettled && now - desk.lookedAt > FORGET_MS) desk.book = null;
      if (isSettled || now - desk.lookedAt < EVERY_MS) return null;
      desk.lookedAt = now;
      latestAt = Date.now();
      if (!(await election.lead(`audit:${saleId}`, LEAD_MS))) {
        desk.book = null;
        metrics.invariantDelta.remove({ sale: saleId });
        return null;
      }
      const book = await bookOf(desk, saleId);
      const findings = book && (await inspect(deps, saleId, book, now >= desk.ordersAt));
      if (!findings) {
        desk.book = null;
        return null;
      }
      const tookMs = performance.now() - now;
      if (now >= desk.ordersAt) desk.ordersAt = now + tookMs * ORDERS_SHARE;
      // What moved too fast to be judged in full is looked at again.
      if (findings.isFull) desk.n = n;
      tell(deps, saleId, desk, findings);
      return findings;
    },
    latest() {
      if (latestAt === null) return null;
      const violations = [...desks.values()].flatMap((desk) => desk.alarms).slice(0, SHOWN);
      const ok = violations.length === 0;
      return { at: new Date(latestAt).toISOString(), ok, sales: desks.size, violations };
    },
    forget(saleId) {
      desks.delete(saleId);
      metrics.invariantDelta.remove({ sale: saleId });
    },
  };
}

function tell({ alert, metrics }: AuditDeps, saleId: string, desk: Desk, found: Findings): void {
  const delta = found.violations.length + found.drift.length;
  const now = performance.now();
  if (delta > 0) {
    desk.alarmUntil = now + ALARM_MS;
    desk.alarms = alarmsOf(found);
    alert('audit', saleId, { violations: desk.alarms });
  }
  if (delta === 0 && desk.alarmUntil >= now) return;
  if (delta === 0) desk.alarms = [];
  metrics.invariantDelta.set({ sale: saleId }, delta);
}

function alarmsOf({ violations, drift }: Findings): Alarm[] {
  const drifted = drift.map((detail) => ({ invariant: 'I2', code: 'LOG_DIFFERS', detail }));
  return [...violations, ...drifted].slice(0, SHOWN);
}
