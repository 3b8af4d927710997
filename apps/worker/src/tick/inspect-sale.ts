import type { LiveSale } from '@flash/database';
import type { Engine, Snapshot, Unavailable } from '@flash/reservation';
import type { Alert } from '../base/alerts.ts';
import {
  type ClockJump,
  type ClockReading,
  createClockReadings,
  judgeClock,
} from '../base/clock-guard.ts';
import type { Metrics } from '../base/metrics.ts';
import type { CachedSale, SaleCache } from '../base/sale-cache.ts';
import type { WakeTimers } from './wake-timers.ts';

/** Tasks that an inspection of a sale may start; it waits for none of them. */
export interface SaleTasks {
  drain(saleId: string): void;
  sweep(saleId: string): void;
  store(saleId: string): void;
  intents(sale: LiveSale, shot: Snapshot): void;
  jobs(saleId: string, shot: Snapshot): void;
  audit(saleId: string, n: number): void;
  rebuild(saleId: string, why: string): void;
  recover(saleId: string, why: Unavailable['why']): void;
  /** Moves all holds back by the time that did not happen. */
  moveHolds(saleId: string, jump: ClockJump): void;
}

/** Reads one sale from Redis and starts the tasks that are due. Answers how long the sale can rest, in ms. */
export type InspectSale = (sale: LiveSale) => Promise<number>;

export interface InspectDeps {
  engine: Engine;
  saleCache: SaleCache;
  tasks: SaleTasks;
  wakeTimers: WakeTimers;
  alert: Alert;
  metrics: Metrics;
  /** How long a sale rests in which no task can become due by itself. */
  idleMs: number;
  /** While MongoDB is away no hold ends. */
  isDatabaseAway: () => boolean;
}

export function createInspectSale(deps: InspectDeps): InspectSale {
  const { engine, saleCache, tasks, alert, metrics, idleMs } = deps;
  const readings = createClockReadings();
  return async (sale) => {
    const shot = await engine.snapshot(sale.id);
    const steady = performance.now();
    const cached = saleCache.of(sale.id);
    if (shot.kind === 'unavailable') {
      tasks.recover(sale.id, shot.why);
      return 0;
    }
    if (shot.epoch !== sale.epoch || sale.restoring) {
      tasks.recover(sale.id, 'epoch');
    }
    if (shot.epoch !== sale.epoch) {
      return 0;
    }
    if (shot.halted !== '') {
      alert('halted', sale.id, { why: shot.halted });
      tasks.rebuild(sale.id, shot.halted);
    }
    const hasMoved = cached.n !== shot.n;
    const reading = { server: shot.now, steady };
    const first = beforeFirst(readings.oldest(shot.server), reading);
    watchClock(deps, cached, cached.clock ?? first, reading);
    readings.add(shot.server, reading);
    const holders = shot.held + shot.claimed;
    const { n, logTypes } = shot;
    Object.assign(cached, { n, seenAt: steady, holders, logTypes });
    exportCounts(metrics, shot, sale.id);
    startDueTasks(deps, sale, shot, cached);
    setWakeTimer(deps.wakeTimers, sale.id, shot, performance.now() - steady);
    // Joins stop when the log is not stored, so a sale does not rest before it is.
    return hasMoved || shot.n > shot.storedN ? 0 : restOf(shot, idleMs);
  };
}

/** A sale that was made after the clock was set back has nothing to do with what it showed before. */
function beforeFirst(oldest: ClockReading | null, reading: ClockReading): ClockReading | null {
  const verdict = judgeClock(oldest, reading);
  return verdict.kind === 'jumped' && verdict.to < verdict.from ? null : oldest;
}

/** A clock that jumped is believed again when it has been steady for a tick and the holds have moved. */
function watchClock(
  { alert, tasks }: InspectDeps,
  cached: CachedSale,
  before: ClockReading | null,
  reading: ClockReading,
): void {
  const verdict = judgeClock(before, reading);
  cached.clock = reading;
  if (verdict.kind === 'jumped') {
    const { from, to, since } = verdict;
    alert('clock', cached.saleId, { from, to });
    cached.jump = { from: cached.jump?.from ?? from, to, since };
  } else if (cached.jump) {
    tasks.moveHolds(cached.saleId, cached.jump);
  }
}

function startDueTasks(
  { tasks, isDatabaseAway }: InspectDeps,
  sale: LiveSale,
  shot: Snapshot,
  cached: CachedSale,
): void {
  const isDue = shot.nextExpiryAt !== null && shot.nextExpiryAt <= shot.now;
  // At its end a sale may take back what is held; only the script knows whether it does.
  const mayBeVoid = isOver(shot) && shot.held > 0;
  const isAway = isDatabaseAway();
  const maySweep = !cached.jump && performance.now() >= cached.sweepAfter && !isAway;
  if ((isDue || mayBeVoid || shot.claimed > 0) && maySweep) {
    tasks.sweep(sale.id);
  }
  if (isOpen(shot) && shot.waiting > 0 && shot.free > 0) {
    tasks.drain(sale.id);
  }
  tasks.jobs(sale.id, shot);
  if (isAway) {
    return;
  }
  if (shot.n > shot.storedN) {
    tasks.store(sale.id);
  }
  const needsRules = sale.version > shot.version || shot.lacksRules;
  if (needsRules || sale.adjusting) {
    tasks.intents(sale, shot);
  }
  tasks.audit(sale.id, shot.n);
}

/** Redis time decides; the moments are only passed on as time that is left. */
function setWakeTimer(
  wakeTimers: WakeTimers,
  saleId: string,
  shot: Snapshot,
  sinceMs: number,
): void {
  const moments = [shot.nextExpiryAt, shot.lobbyOpensAt];
  if (shot.waiting > 0) {
    moments.push(shot.startsAt, shot.graceUntil);
  }
  for (const at of moments) {
    if (at !== null && at > shot.now) {
      wakeTimers.at(saleId, at - shot.now - sinceMs);
    }
  }
}

function exportCounts(metrics: Metrics, shot: Snapshot, sale: string): void {
  const { free, held, claimed, sold } = shot;
  for (const [state, count] of Object.entries({ free, held, claimed, sold })) {
    metrics.units.set({ sale, state }, count);
  }
  metrics.waiting.set({ sale }, shot.waiting);
}

/** Units may be handed out now. */
export function isOpen(shot: Snapshot): boolean {
  const isInWindow = shot.now >= shot.startsAt && shot.now < shot.endsAt;
  return isInWindow && !shot.paused && !shot.closed && shot.halted === '';
}

export function isOver(shot: Snapshot): boolean {
  return shot.closed || shot.now >= shot.endsAt;
}

const SILENT_JOINS_MS = 1_000;

/** How long this sale need not be inspected, unless a hint comes. */
export function restOf(shot: Snapshot, idleMs: number): number {
  if (shot.held > 0 || shot.claimed > 0) {
    return 0;
  }
  if (isOver(shot)) {
    return idleMs;
  }
  if (shot.waiting > 0) {
    return 0;
  }
  // A join that cannot be served yet wakes no worker, but its place has to be stored soon.
  const takesSilentJoins =
    shot.paused || (shot.now >= shot.lobbyOpensAt && shot.now < shot.startsAt);
  return takesSilentJoins ? Math.min(SILENT_JOINS_MS, idleMs) : idleMs;
}
