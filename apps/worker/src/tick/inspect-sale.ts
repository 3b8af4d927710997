import type { LiveSale } from '@flash/database';
import type { Engine, Snapshot, Unavailable } from '@flash/reservation';
import type { Alert } from '../base/alerts/alerts.ts';
import {
  beforeFirst,
  type ClockJump,
  type ClockReading,
  type ClockReadings,
  judgeClock,
} from '../base/clock/clock-guard.ts';
import type { Metrics } from '../base/metrics.ts';
import type { CachedSale, SaleCache } from '../base/sale-cache.ts';
import type { Share } from './sale-shares.ts';
import type { WakeTimers } from './wake-timers.ts';

/** Tasks that an inspection of a sale may start; it waits for none of them. */
export interface SaleTasks {
  drain(saleId: string): void;
  /** `afterEnd`: the number of the last entry seen, when the sale is over. */
  sweep(saleId: string, afterEnd: number | null): void;
  store(saleId: string): void;
  intents(sale: LiveSale, shot: Snapshot): void;
  jobs(saleId: string, shot: Snapshot): void;
  audit(saleId: string, n: number): void;
  rebuild(saleId: string, why: string): void;
  recover(saleId: string, why: Unavailable['why']): void;
  /** Moves all holds back by the time that did not happen. */
  moveHolds(saleId: string, jump: ClockJump): void;
}

/**
 * Reads one sale from Redis and starts the tasks that are due; in a sale of other workers only those that a
 * buyer waits for. Answers how long the sale can rest, in ms, if nothing happens in it.
 */
export type InspectSale = (sale: LiveSale, share: Share) => Promise<number>;

export interface InspectDeps {
  engine: Engine;
  saleCache: SaleCache;
  /** Shared with the ticker: its glances may read the clock while the first inspection of a sale still waits. */
  clockReadings: ClockReadings;
  tasks: SaleTasks;
  wakeTimers: WakeTimers;
  alert: Alert;
  metrics: Metrics;
  /** How long a sale rests at most: everything about it is read again now and then. */
  idleMs: number;
  random?: () => number;
  /** While MongoDB is away no hold ends. */
  isDatabaseAway: () => boolean;
}

export function createInspectSale(deps: InspectDeps): InspectSale {
  const { engine, saleCache, clockReadings, tasks, alert, metrics, idleMs } = deps;
  const { random = Math.random } = deps;
  return async (sale, share) => {
    const asked = performance.now();
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
    const reading = { server: shot.now, asked, steady };
    const first = beforeFirst(clockReadings.oldest(shot.server), reading);
    cached.clockSince ??= (first ?? reading).steady;
    watchClock(deps, cached, cached.clock ?? first, reading);
    clockReadings.add(shot.server, reading);
    const { n, server, logTypes } = shot;
    Object.assign(cached, { n, server, seenAt: steady, logTypes });
    startUrgentTasks(deps, sale, shot, cached);
    const sinceMs = performance.now() - steady;
    if (share === 'own') {
      exportCounts(metrics, shot, sale.id);
      startOwnTasks(deps, sale, shot);
      setWakeTimer(deps.wakeTimers, sale.id, shot, sinceMs);
    }
    const isUnsettled = sale.restoring !== null || cached.jump !== null || mayBeVoid(shot, cached);
    // Spread a little, or a thousand sales that were read together are read together for ever.
    const longestMs = sale.adjusting ? SOON_MS : idleMs * (1 - random() / 10);
    const restMs = isUnsettled ? 0 : restOf(shot, longestMs);
    return Math.max(0, restMs - sinceMs);
  };
}

/** A clock that jumped is used again when it has been steady for a tick and the holds have moved. */
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

/** What a buyer waits for: a unit that is free, or is held by a buyer whose time is over. */
function startUrgentTasks(
  { tasks, isDatabaseAway }: InspectDeps,
  sale: LiveSale,
  shot: Snapshot,
  cached: CachedSale,
): void {
  if ((hasDue(shot) || mayBeVoid(shot, cached)) && maySweep(cached) && !isDatabaseAway()) {
    tasks.sweep(sale.id, isOver(shot) ? shot.n : null);
  }
  if (canServe(shot)) {
    tasks.drain(sale.id);
  }
}

/** The clock may have been set just before this worker saw it first; others, who saw it before, move the holds then. */
const CLOCK_LEARNT_MS = 2_000;

function maySweep({ jump, sweepAfter, clockSince }: CachedSale): boolean {
  const knownSince = clockSince ?? Number.POSITIVE_INFINITY;
  return !jump && performance.now() >= Math.max(sweepAfter, knownSince + CLOCK_LEARNT_MS);
}

function startOwnTasks(
  { tasks, isDatabaseAway }: InspectDeps,
  sale: LiveSale,
  shot: Snapshot,
): void {
  tasks.jobs(sale.id, shot);
  if (isDatabaseAway()) {
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
  for (const at of momentsOf(shot)) {
    wakeTimers.at(saleId, at - shot.now - sinceMs);
  }
}

function exportCounts(metrics: Metrics, shot: Snapshot, sale: string): void {
  const { free, held, claimed, sold } = shot;
  for (const [state, count] of Object.entries({ free, held, claimed, sold })) {
    metrics.units.set({ sale, state }, count);
  }
  metrics.waiting.set({ sale }, shot.waiting);
  // The writer tells of it only when it has stored something.
  metrics.unstored.set({ sale }, shot.n - shot.storedN);
}

/** Units may be handed out now. */
export function isOpen(shot: Snapshot): boolean {
  const isInWindow = shot.now >= shot.startsAt && shot.now < shot.endsAt;
  return isInWindow && !shot.paused && !shot.closed && shot.halted === '';
}

export function isOver(shot: Snapshot): boolean {
  return shot.closed || shot.now >= shot.endsAt;
}

/** The time of a hold or the lease of a claim is over. */
function hasDue({ nextExpiryAt, nextLeaseAt, now }: Snapshot): boolean {
  return [nextExpiryAt, nextLeaseAt].some((at) => at !== null && at <= now);
}

/** At its end a sale may take back what is held; only the script knows whether it does. */
function mayBeVoid(shot: Snapshot, cached: CachedSale): boolean {
  return isOver(shot) && shot.held > 0 && cached.sweptAfterEnd !== shot.n;
}

function canServe(shot: Snapshot): boolean {
  return isOpen(shot) && shot.waiting > 0 && shot.free > 0;
}

/** When something becomes due that nothing announces, by the time of Redis. */
function momentsOf(shot: Snapshot): number[] {
  const moments = [shot.nextExpiryAt, shot.nextLeaseAt, shot.lobbyOpensAt];
  if (shot.waiting > 0) {
    moments.push(shot.startsAt, shot.graceUntil);
  }
  if (shot.held > 0) {
    moments.push(shot.endsAt);
  }
  return moments.filter((at) => at !== null).filter((at) => at > shot.now);
}

/** What was started for a sale should be done by then; else it is started again. */
const SOON_MS = 1_000;

/**
 * How long nothing becomes due in this sale, by the clock alone: everything else is announced or found by a
 * glance. 0: something is due, and is looked at until it is done.
 */
export function restOf(shot: Snapshot, idleMs: number): number {
  if (hasDue(shot) || canServe(shot)) {
    return 0;
  }
  const isBehind = shot.n > shot.storedN || shot.lacksRules || shot.halted !== '';
  const longestMs = isBehind ? Math.min(SOON_MS, idleMs) : idleMs;
  return Math.min(longestMs, ...momentsOf(shot).map((at) => at - shot.now));
}
