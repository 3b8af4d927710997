import type { Engine, GrantOutcome, PressTraces } from '@flash/reservation';
import { bestEffort, type Logger, type TraceSpan, type Tracing } from '@flash/shared-config';
import type { CrashHook } from '../base/crash-points.ts';
import type { HeldLock, Locks } from '../base/drain-lock.ts';
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
  const { locks, metrics } = deps;

  async function drainOnce(saleId: string, waitMs: number): Promise<DrainReport> {
    const startedAt = performance.now();
    const report: DrainReport = { granted: 0, mode: 'none', batches: 0, ms: 0, ended: 'busy' };
    deps.crash('G0');
    // Sent together: the grant finds the lock that was taken just before it, or refuses.
    const taking = locks.take(saleId, { waitMs });
    const first = grant(deps, saleId, { clearWake: true });
    first.catch(() => {});
    const lock = await taking;
    if (lock) {
      try {
        report.ended = await serve(deps, saleId, lock, report, await first);
        if (report.granted > 0) {
          deps.crash('G2');
        }
      } finally {
        await lock.release();
      }
    }
    report.ms = Math.round(performance.now() - startedAt);
    metrics.drainMs.observe(report.ms);
    return report;
  }

  const flights = createSingleFlight<DrainReport>();
  return (saleId, { waitMs = 0 } = {}) => flights.run(saleId, () => drainOnce(saleId, waitMs));
}

/** The wake flag falls in the first script, before anything is read: who joins later sets it anew. */
function grant(
  { engine, locks }: DrainDeps,
  saleId: string,
  options: { clearWake: boolean; units?: number[] | undefined },
): Promise<GrantOutcome> {
  return engine.grant(saleId, { token: locks.token, max: BATCH, ...options });
}

async function serve(
  deps: DrainDeps,
  saleId: string,
  lock: HeldLock,
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
      await lock.progress(CHECK_MS);
      units = (await fastPass(saleId, outcome.units)) ?? undefined;
    } else if (outcome.kind === 'not_mine') {
      lossesLeft -= 1;
      if (lossesLeft === 0 || !(await lock.again())) {
        return 'busy';
      }
      clearWake = true;
    } else {
      return outcome.why;
    }
    crash('G0');
    await lock.progress();
    outcome = await grant(deps, saleId, { clearWake, units });
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
