import type { LiveSale } from '@flash/database';
import type { Engine, Snapshot, Unavailable } from '@flash/reservation';
import type { Alert } from '../base/alerts.ts';
import {
  type ClockJump,
  type ClockReading,
  createReadings,
  judgeClock,
} from '../base/clock-guard.ts';
import type { Metrics } from '../base/metrics.ts';
import type { Memories, SaleMemory } from '../base/sale-cache.ts';
import type { Aim } from './wake-timers.ts';

/** Tasks that a look at a sale may start; it waits for none of them. */
export interface Errands {
  drain(saleId: string): void;
  sweep(saleId: string): void;
  store(saleId: string): void;
  intents(sale: LiveSale, shot: Snapshot): void;
  jobs(saleId: string, shot: Snapshot): void;
  audit(saleId: string, n: number): void;
  heal(saleId: string, why: string): void;
  restore(saleId: string, why: Unavailable['why']): void;
  /** Moves all holds back by the time that did not happen. */
  rebase(saleId: string, jump: ClockJump): void;
}

/** Reads one sale from Redis and starts the tasks that are due. Answers how long the sale can rest, in ms. */
export type Look = (sale: LiveSale) => Promise<number>;

export interface LookDeps {
  engine: Engine;
  memories: Memories;
  errands: Errands;
  aim: Aim;
  alert: Alert;
  metrics: Metrics;
  /** How long a sale rests in which no task can become due by itself. */
  idleMs: number;
  /** While MongoDB is away no hold ends. */
  isDatabaseAway: () => boolean;
}

export function createLook(deps: LookDeps): Look {
  const { engine, memories, errands, alert, metrics, idleMs } = deps;
  const readings = createReadings();
  return async (sale) => {
    const shot = await engine.snapshot(sale.id);
    const steady = performance.now();
    const memory = memories.of(sale.id);
    if (shot.kind === 'unavailable') {
      errands.restore(sale.id, shot.why);
      return 0;
    }
    if (shot.epoch !== sale.epoch || sale.restoring) errands.restore(sale.id, 'epoch');
    if (shot.epoch !== sale.epoch) return 0;
    if (shot.halted !== '') {
      alert('halted', sale.id, { why: shot.halted });
      errands.heal(sale.id, shot.halted);
    }
    const hasMoved = memory.n !== shot.n;
    const reading = { server: shot.now, steady };
    const first = beforeFirst(readings.oldest(shot.server), reading);
    watchClock(deps, memory, memory.clock ?? first, reading);
    readings.add(shot.server, reading);
    const holders = shot.held + shot.claimed;
    const { n, logTypes } = shot;
    Object.assign(memory, { n, seenAt: steady, holders, logTypes });
    show(metrics, shot, sale.id);
    runErrands(deps, sale, shot, memory);
    aimAtNext(deps.aim, sale.id, shot, performance.now() - steady);
    // Joins stop when the log is not stored, so a sale does not rest before it is.
    return hasMoved || shot.n > shot.storedN ? 0 : restOf(shot, idleMs);
  };
}

/** A sale that was made after the clock was set back has nothing to do with what it showed before. */
function beforeFirst(oldest: ClockReading | null, reading: ClockReading): ClockReading | null {
  const verdict = judgeClock(oldest, reading);
  return verdict.kind === 'jumped' && verdict.to < verdict.from ? null : oldest;
}

/** One that jumped is believed again when it has been steady for a tick and the holds have moved. */
function watchClock(
  { alert, errands }: LookDeps,
  memory: SaleMemory,
  before: ClockReading | null,
  reading: ClockReading,
): void {
  const verdict = judgeClock(before, reading);
  memory.clock = reading;
  if (verdict.kind === 'jumped') {
    const { from, to, since } = verdict;
    alert('clock', memory.saleId, { from, to });
    memory.jump = { from: memory.jump?.from ?? from, to, since };
  } else if (memory.jump) {
    errands.rebase(memory.saleId, memory.jump);
  }
}

function runErrands(
  { errands, isDatabaseAway }: LookDeps,
  sale: LiveSale,
  shot: Snapshot,
  memory: SaleMemory,
): void {
  const isDue = shot.nextExpiryAt !== null && shot.nextExpiryAt <= shot.now;
  // At its end a sale may take back what is held; only the script knows whether it does.
  const mayBeVoid = isOver(shot) && shot.held > 0;
  const isAway = isDatabaseAway();
  const maySweep = !memory.jump && performance.now() >= memory.sweepAfter && !isAway;
  if ((isDue || mayBeVoid || shot.claimed > 0) && maySweep) errands.sweep(sale.id);
  if (isOpen(shot) && shot.waiting > 0 && shot.free > 0) errands.drain(sale.id);
  errands.jobs(sale.id, shot);
  if (isAway) return;
  if (shot.n > shot.storedN) errands.store(sale.id);
  const needsRules = sale.version > shot.version || shot.lacksRules;
  if (needsRules || sale.adjusting) errands.intents(sale, shot);
  errands.audit(sale.id, shot.n);
}

/** Redis time decides; the moments are only passed on as time that is left. */
function aimAtNext(aim: Aim, saleId: string, shot: Snapshot, sinceMs: number): void {
  const moments = [shot.nextExpiryAt, shot.lobbyOpensAt];
  if (shot.waiting > 0) moments.push(shot.startsAt, shot.graceUntil);
  for (const at of moments) {
    if (at !== null && at > shot.now) aim.at(saleId, at - shot.now - sinceMs);
  }
}

function show(metrics: Metrics, shot: Snapshot, sale: string): void {
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

const WATCHFUL_MS = 1_000;

/** For how long nobody has to look at this sale, if nobody hints. */
export function restOf(shot: Snapshot, idleMs: number): number {
  if (shot.held > 0 || shot.claimed > 0) return 0;
  if (isOver(shot)) return idleMs;
  if (shot.waiting > 0) return 0;
  // A join that cannot be served yet wakes nobody, but its place has to be stored soon.
  const takesSilentJoins =
    shot.paused || (shot.now >= shot.lobbyOpensAt && shot.now < shot.startsAt);
  return takesSilentJoins ? Math.min(WATCHFUL_MS, idleMs) : idleMs;
}
