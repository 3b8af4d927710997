import type { Engine, GrantOutcome, PressTraces } from '@flash/reservation';
import { bestEffort, type Logger, type TraceSpan, type Tracing } from '@flash/shared-config';
import type { LatestTime } from '../base/clock/latest-time.ts';
import type { CrashHook } from '../base/crash-points.ts';
import type { Locks } from '../base/drain-lock.ts';
import type { Metrics } from '../base/metrics.ts';
import { FAST_PASS_MS, type FastPass } from './fast-pass.ts';

export interface DrainReport {
  granted: number;
  mode: 'normal' | 'fast' | 'none';
  batches: number;
  ms: number;
  /**
   * Why it stopped: an outcome of grant, `busy` when another worker serves this line, `unchecked` when
   * the next units have to be checked with MongoDB, which this worker cannot reach.
   */
  ended: string;
}

/** Serves the head of a line until the line is empty or no unit is free. */
export type Drain = (saleId: string, options?: { waitMs?: number }) => Promise<DrainReport>;

interface DrainDeps {
  engine: Engine;
  locks: Locks;
  fastPass: FastPass;
  latestTime: LatestTime;
  /** False while this worker cannot reach MongoDB; another one may. */
  mayAsk: () => boolean;
  crash: CrashHook;
  metrics: Metrics;
}

const BATCH = 200;
/** Longer than the read may take, or its answer would come too late to be used. */
const CHECK_MS = FAST_PASS_MS + 100;
/** A lock that is lost more often than this belongs to another worker. */
const LOCK_LOSSES = 20;

export function createDrain(deps: DrainDeps): Drain {
  const { metrics } = deps;

  async function drainOnce(saleId: string, waitMs: number): Promise<DrainReport> {
    const startedAt = performance.now();
    const report: DrainReport = { granted: 0, mode: 'none', batches: 0, ms: 0, ended: 'busy' };
    const turn = startTurn(deps, saleId);
    try {
      const first = await turn.grant({ clearWake: true });
      if (first.kind !== 'not_mine' || (await turn.waitForLock(waitMs))) {
        report.ended = await serve(deps, saleId, turn, report, first);
      }
      if (report.granted > 0) {
        deps.crash('G2');
      }
    } finally {
      await turn.end();
    }
    report.ms = Math.round(performance.now() - startedAt);
    metrics.drainMs.observe(report.ms);
    return report;
  }

  const flights = createSingleFlight<DrainReport>();
  return (saleId, { waitMs = 0 } = {}) => flights.run(saleId, () => drainOnce(saleId, waitMs));
}

/**
 * One time of serving a line. The script takes the lock only where more is left to do, and gives it back with
 * the last batch: a line that is served at once costs one call.
 */
function startTurn({ engine, locks, latestTime, crash }: DrainDeps, saleId: string) {
  const { token, ttlMs: lockMs } = locks;
  let lock = locks.taken(saleId);
  let isLocked = false;

  return {
    /** The wake flag falls in the first script, before anything is read: who joins later sets it anew. */
    async grant(options: { clearWake: boolean; units?: number[] | undefined }) {
      crash('G0');
      const wasLocked = isLocked;
      // Until the answer is here.
      isLocked = true;
      const latestNow = latestTime(saleId) ?? undefined;
      const outcome = await engine.grant(saleId, {
        ...{ token, max: BATCH, lockMs, latestNow },
        ...options,
      });
      isLocked = leavesLocked(outcome) ?? wasLocked;
      return outcome;
    },
    /** Another worker serves this line. */
    async waitForLock(waitMs: number): Promise<boolean> {
      const taken = waitMs > 0 ? await locks.take(saleId, { waitMs }) : null;
      lock = taken ?? lock;
      isLocked = taken !== null;
      return isLocked;
    },
    async again(): Promise<boolean> {
      isLocked = await lock.again();
      return isLocked;
    },
    progress: (stepMs?: number) => lock.progress(stepMs),
    async end(): Promise<void> {
      if (isLocked) {
        await lock.release();
      }
    },
  };
}

type Turn = ReturnType<typeof startTurn>;

/** Whether the script left the lock to its caller; null: it did not look at it. */
function leavesLocked(outcome: GrantOutcome): boolean | null {
  switch (outcome.kind) {
    case 'granted':
      return outcome.waiting > 0 && outcome.free > 0;
    case 'check_units':
      return true;
    case 'idle':
    case 'not_mine':
      return false;
    case 'unavailable':
      return null;
  }
}

async function serve(
  deps: DrainDeps,
  saleId: string,
  turn: Turn,
  report: DrainReport,
  first: GrantOutcome,
): Promise<string> {
  const { fastPass, mayAsk, crash, metrics } = deps;
  let outcome = first;
  // Until a grant got through, the flag may still be up.
  let clearWake = false;
  for (let lossesLeft = LOCK_LOSSES; ; ) {
    let units: number[] | undefined;
    if (outcome.kind === 'granted') {
      crash('G1');
      note(outcome, report, metrics);
      if (outcome.waiting === 0) {
        return 'line_empty';
      }
      if (outcome.free === 0) {
        return 'nothing_free';
      }
    } else if (outcome.kind === 'check_units') {
      if (!mayAsk()) {
        return 'unchecked';
      }
      await turn.progress(CHECK_MS);
      units = (await fastPass(saleId, outcome.units)) ?? undefined;
    } else if (outcome.kind === 'not_mine') {
      lossesLeft -= 1;
      if (lossesLeft === 0 || !(await turn.again())) {
        return 'busy';
      }
      clearWake = true;
    } else {
      return outcome.why;
    }
    await turn.progress();
    outcome = await turn.grant({ clearWake, units });
    clearWake = false;
  }
}

function note(
  granted: Extract<GrantOutcome, { kind: 'granted' }>,
  report: DrainReport,
  metrics: Metrics,
): void {
  report.granted += granted.holds.length;
  report.batches += 1;
  report.mode = granted.mode;
  metrics.holdsGranted.inc({ mode: granted.mode }, granted.holds.length);
}

interface SingleFlight<T> {
  /** Runs now, or once more after the run that is under way; all callers of that run share it. */
  run(key: string, work: () => Promise<T>): Promise<T>;
}

interface Flight<T> {
  current: Promise<T>;
  next: Promise<T> | null;
}

/**
 * One run at a time for each key. A run that began earlier may have looked too early for the caller,
 * so a call during it leads to exactly one more.
 */
export function createSingleFlight<T>(): SingleFlight<T> {
  const flights = new Map<string, Flight<T>>();

  function start(key: string, work: () => Promise<T>): Promise<T> {
    const flight: Flight<T> = { current: work(), next: null };
    flights.set(key, flight);
    const land = () => {
      if (!flight.next) {
        flights.delete(key);
      }
    };
    flight.current.then(land, land);
    return flight.current;
  }

  return {
    run(key, work) {
      const flight = flights.get(key);
      if (!flight) {
        return start(key, work);
      }
      const again = () => start(key, work);
      flight.next ??= flight.current.then(again, again);
      return flight.next;
    },
  };
}

interface LineTracesDeps {
  tracing: Tracing;
  presses: PressTraces;
  log: Pick<Logger, 'warn'>;
}

/**
 * While traces are kept: one span for each time the line is served, tied to the presses of all buyers who were
 * served by it. A time in which no buyer was served leaves no span.
 */
export function createLineTraces({ tracing, presses, log }: LineTracesDeps) {
  const served = new WeakMap<TraceSpan, string[]>();

  return {
    tracedEngine: (engine: Engine): Engine => ({
      ...engine,
      async grant(saleId, options) {
        const startTime = Date.now();
        const outcome = await engine.grant(saleId, options);
        const line = tracing.active();
        if (outcome.kind === 'granted' && outcome.holds.length > 0 && line) {
          served.get(line)?.push(...outcome.holds.map(({ buyer }) => buyer));
          const attributes = {
            'db.system.name': 'redis',
            'db.operation.name': 'EVALSHA',
            'flash.script': 'grant',
            'flash.sale.id': saleId,
            'flash.granted': outcome.holds.length,
          };
          tracing.start('script grant', { kind: 'client', attributes, startTime }).end();
        }
        return outcome;
      },
    }),

    traced:
      (drain: Drain): Drain =>
      async (saleId, options) => {
        const job = tracing.active();
        const span = tracing.start('serve the line', {
          attributes: { 'flash.sale.id': saleId },
          parent: job,
        });
        const buyers: string[] = [];
        served.set(span, buyers);
        const report = await tracing.within(span, () => drain(saleId, options));
        if (buyers.length > 0) {
          span.setAttribute('flash.granted', buyers.length);
          void finish(span, saleId, buyers, Date.now());
        }
        return report;
      },
  };

  /** The line goes on meanwhile. */
  async function finish(span: TraceSpan, saleId: string, buyers: string[], at: number) {
    const taking = presses.take(saleId, buyers);
    tracing.link(span, await bestEffort(log, 'read the traces of presses', taking, []));
    span.end(at);
  }
}
