import { syncBuiltinESMExports } from 'node:module';
import timersPromises from 'node:timers/promises';
import type { Scheduler } from './scheduler.ts';

type Run = (...args: unknown[]) => void;

/** Stands for a timer of Node: the code under test only stops and unrefs it. */
class VirtualTimer {
  task: ReturnType<Scheduler['post']> | null = null;
  isStopped = false;

  unref(): this {
    return this;
  }

  ref(): this {
    return this;
  }

  hasRef(): boolean {
    return true;
  }
}

const real = {
  setTimeout: globalThis.setTimeout,
  clearTimeout: globalThis.clearTimeout,
  setInterval: globalThis.setInterval,
  clearInterval: globalThis.clearInterval,
  setImmediate: globalThis.setImmediate,
  Date: globalThis.Date,
  random: Math.random,
  sleep: timersPromises.setTimeout,
  turn: timersPromises.setImmediate,
};

let scheduler: Scheduler | null = null;

function running(): Scheduler {
  if (!scheduler) {
    throw new Error('no history runs');
  }
  return scheduler;
}

function start(run: Run, ms: number | undefined, args: unknown[], everyMs: number | null) {
  const { current } = running();
  const timer = new VirtualTimer();
  if (!current || current.isDead) {
    return timer;
  }
  const fire = () => {
    if (timer.isStopped) {
      return;
    }
    if (everyMs !== null) {
      timer.task = running().post(current, fire, everyMs);
    }
    run(...args);
  };
  timer.task = running().post(current, fire, ms ?? 0);
  return timer;
}

function stop(timer: unknown): void {
  if (timer instanceof VirtualTimer) {
    timer.isStopped = true;
    if (timer.task) {
      scheduler?.cancel(timer.task);
    }
  }
}

class VirtualDate extends real.Date {
  constructor(...args: unknown[]) {
    if (args.length === 0) {
      super(running().now());
    } else {
      super(...(args as [number]));
    }
  }

  static override now(): number {
    return running().now();
  }
}

/**
 * While `work` runs, all timers and clocks of this JavaScript process belong to the scheduler, also those of
 * modules that were loaded before.
 */
export async function inVirtualTime<T>(own: Scheduler, work: () => Promise<T>): Promise<T> {
  scheduler = own;
  const { random } = own;
  Object.assign(globalThis, {
    setTimeout: (run: Run, ms?: number, ...args: unknown[]) => start(run, ms, args, null),
    setInterval: (run: Run, ms?: number, ...args: unknown[]) => start(run, ms, args, ms ?? 1),
    setImmediate: (run: Run, ...args: unknown[]) => start(run, 0, args, null),
    clearTimeout: stop,
    clearInterval: stop,
    Date: VirtualDate,
  });
  Math.random = () => random.next();
  performance.now = () => (own.agesByWallClock ? own.now() : own.steady);
  try {
    return await work();
  } finally {
    scheduler = null;
    const { sleep: _, turn: __, random: realRandom, ...globals } = real;
    Object.assign(globalThis, globals);
    Math.random = realRandom;
    Reflect.deleteProperty(performance, 'now');
  }
}

const sleep = (ms?: number, value?: unknown) =>
  new Promise((resolve) => {
    start(() => resolve(value), ms, [], null);
  });

// Named imports of the module are bound to its exports, and follow them. Once for all histories: it takes a while.
Object.assign(timersPromises, {
  setTimeout: (...args: Parameters<typeof real.sleep>) =>
    scheduler ? sleep(args[0], args[1]) : real.sleep(...args),
  setImmediate: (...args: Parameters<typeof real.turn>) =>
    scheduler ? sleep(0, args[0]) : real.turn(...args),
});
syncBuiltinESMExports();
