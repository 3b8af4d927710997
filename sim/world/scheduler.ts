import type { Seeded } from '@flash/testing';
import { LuaError } from '../lua/values.ts';
import { Blocked } from '../stores/mongo-store.ts';

/** A process of the simulated system, or one client. What it waits for is lost when it dies. */
export interface Process {
  readonly name: string;
  isDead: boolean;
  /** It runs no step before this moment. */
  frozenUntil: number;
  /** Until then a call that it made on a wire that was cut may hang. */
  hangsUntil: number;
  /** Servers that it cannot reach for a while. */
  readonly cuts: Map<Wire, Cut>;
  readonly onDeath: (() => void)[];
}

export type Wire = 'redis' | 'mongo' | 'queue' | 'provider';

export interface Cut {
  until: number;
  /** How long a call waits until its client gives up. */
  failsAfterMs: number;
}

interface Task {
  process: Process | null;
  at: number;
  /** One on its way, which may arrive although its process has died. */
  command: Command<unknown> | null;
  run(): void;
}

/** What may go wrong with one command on its way. */
export interface Weather {
  /** The answer is lost, though the command was carried out. */
  lost: number;
  /** The command never arrives. */
  refused: number;
  /** A Redis client sends a command again after its connection broke. */
  resent: number;
  /** The command arrives much later. */
  slow: number;
}

export const CALM: Weather = { lost: 0, refused: 0, resent: 0, slow: 0 };

export interface Command<T> {
  name: string;
  wire: Wire;
  /** Answered only once a majority of the servers has stored it. */
  isMajority?: boolean;
  /** With more of it, for the trace. */
  text?: () => string;
  work: () => T;
  /** What a caller gets when the command or its answer is lost. */
  failure: () => Error;
  mayResend?: boolean;
  maxTimeMs?: number | undefined;
  tooLong?: () => Error;
}

/**
 * Runs every process of a history step by step, in an order that a seed decides. A step is everything that one
 * process does between two waits; commands reach their server and answers their caller in steps of their own.
 */
export class Scheduler {
  /** Monotonic time in ms. */
  steady = 1_000;
  /** What a wall clock shows more than the monotonic one. */
  offset = 1_800_000_000_000;
  /** What the clock of Redis shows more than that. */
  serverOffset = 0;
  steps = 0;
  /** A fault that a test plants: what processes take for monotonic time is the time of the wall clock. */
  agesByWallClock = false;
  weather: Weather = CALM;
  /** Until then the servers of MongoDB store nothing at a majority: they read, and do not acknowledge. */
  noMajorityUntil = 0;
  /** The process whose step runs. */
  current: Process | null = null;
  /** Called before each step; may end or freeze processes. */
  onStep: () => void = () => {};
  /** Called when a server has done what a process asked for, before the process knows. */
  onDone: (process: Process, name: string) => void = () => {};
  /** Called with what each process sends and is answered. */
  trace: ((line: string) => void) | undefined;
  readonly random: Seeded;
  private tasks: Task[] = [];

  constructor(random: Seeded) {
    this.random = random;
  }

  /** Wall time of the processes. */
  now(): number {
    return Math.floor(this.steady + this.offset);
  }

  serverNow(): number {
    return this.now() + this.serverOffset;
  }

  spawn(name: string): Process {
    return newProcess(name);
  }

  /** Runs something as a part of this process, outside its steps: timers made there are its own. */
  within<T>(process: Process, work: () => T): T {
    const before = this.current;
    this.current = process;
    try {
      return work();
    } finally {
      this.current = before;
    }
  }

  /** Nothing of it runs any longer; what it has sent may still arrive. */
  kill(process: Process): void {
    this.note(process.name, 'dies');
    process.isDead = true;
    const kept: Task[] = [];
    for (const task of this.tasks) {
      if (task.process !== process) {
        kept.push(task);
      } else if (task.command && this.random.chance(0.5)) {
        kept.push({ ...task, process: null });
      }
    }
    this.tasks = kept;
    for (const tell of process.onDeath.splice(0)) {
      tell();
    }
  }

  /** A step of this process, at once or later. */
  post(process: Process | null, run: () => void, afterMs = 0): Task {
    const task: Task = { process, at: this.steady + afterMs, command: null, run };
    this.tasks.push(task);
    return task;
  }

  cancel(task: Task): void {
    const at = this.tasks.indexOf(task);
    if (at >= 0) {
      this.tasks.splice(at, 1);
    }
  }

  /** For the clients of a history. */
  sleep(process: Process, ms: number): Promise<void> {
    return new Promise((resolve) => {
      this.post(process, resolve, ms);
    });
  }

  /** Runs a call inside a process. Rejects when the process dies before it has answered. */
  request<T>(process: Process, work: () => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      if (process.isDead) {
        reject(new ConnectionLost());
        return;
      }
      process.onDeath.push(() => reject(new ConnectionLost()));
      this.post(process, () => {
        work().then(resolve, reject);
      });
    });
  }

  /** A command of the running process to a server. */
  ask<T>(command: Command<T>): Promise<T> {
    const process = this.current;
    if (!process) {
      throw new Error('a command without a process');
    }
    if (process.isDead) {
      return new Promise(() => {});
    }
    return new Promise((resolve, reject) => {
      const cut = process.cuts.get(command.wire);
      if (cut && cut.until > this.steady) {
        process.hangsUntil = Math.max(process.hangsUntil, this.steady + cut.failsAfterMs);
        this.post(process, () => reject(command.failure()), cut.failsAfterMs);
        return;
      }
      this.send(process, command, { resolve, reject });
    });
  }

  private send<T>(process: Process, command: Command<T>, call: Call<T>): void {
    const { random, weather } = this;
    const afterMs = random.chance(weather.slow) ? random.below(9_000) : 0;
    const task = this.post(process, () => this.arrive(process, command, call), afterMs);
    task.command = command;
  }

  /** Whether such a command may still arrive. */
  isUnderway(isMeant: (command: Command<unknown>) => boolean): boolean {
    return this.tasks.some(({ command }) => command !== null && isMeant(command));
  }

  note(who: string, what: string): void {
    this.trace?.(`${this.steps} ${Math.round(this.steady)} ms ${who}: ${what}`);
  }

  private arrive<T>(process: Process, command: Command<T>, call: Call<T>): void {
    const { random, weather } = this;
    const note = (what: string) => {
      if (this.trace) {
        this.note(process.name, `${command.text?.() ?? command.name} ${what}`);
      }
    };
    if (random.chance(weather.refused)) {
      note('is refused');
      this.answer(process, () => call.reject(command.failure()));
      return;
    }
    let settle: () => void;
    try {
      const value = command.work();
      settle = () => call.resolve(value);
      if (this.trace) {
        note(`= ${JSON.stringify(value)}`);
      }
      if (!process.isDead) {
        this.onDone(process, command.name);
      }
    } catch (error) {
      if (error instanceof Blocked) {
        note('waits');
        this.waitFor(error, process, command, call);
        return;
      }
      if (isMistake(error)) {
        throw error;
      }
      settle = () => call.reject(error);
      note(`fails: ${error}`);
    }
    if (command.mayResend && !process.isDead && random.chance(weather.resent)) {
      note('is sent again');
      this.send(process, { ...command, mayResend: false }, call);
      return;
    }
    if (random.chance(weather.lost)) {
      note('loses its answer');
      this.answer(process, () => call.reject(command.failure()));
      return;
    }
    if (command.isMajority && this.noMajorityUntil > this.steady) {
      this.post(process, settle, this.noMajorityUntil - this.steady);
      return;
    }
    this.answer(process, settle);
  }

  /** Mostly in the same step: what lies between belongs to one process and changes nothing for others. */
  private answer(process: Process, settle: () => void): void {
    if (process.isDead) {
      return;
    }
    if (this.current === process && this.random.chance(0.6)) {
      settle();
      return;
    }
    this.post(process, settle);
  }

  private waitFor<T>({ by }: Blocked, process: Process, command: Command<T>, call: Call<T>): void {
    let isOver = false;
    by.waiters.push(() => {
      if (!isOver) {
        isOver = true;
        this.send(process, command, call);
      }
    });
    const { maxTimeMs, tooLong = command.failure } = command;
    this.post(
      process,
      () => {
        if (!isOver) {
          isOver = true;
          call.reject(tooLong());
        }
      },
      maxTimeMs ?? 20_000,
    );
  }

  /** Steps until `isDone`, or until the monotonic clock is past `until`. */
  async run(isDone: () => boolean, until: number): Promise<boolean> {
    for (;;) {
      await turn();
      if (isDone()) {
        return true;
      }
      this.onStep();
      const task = this.choose(until);
      if (!task) {
        return false;
      }
      this.steps += 1;
      this.current = task.process ?? wire;
      task.run();
    }
  }

  /** Null: nothing happens any longer before `until`. */
  private choose(until: number): Task | null {
    const due: Task[] = [];
    let first: Task | null = null;
    let firstAt = Number.POSITIVE_INFINITY;
    for (const task of this.tasks) {
      const at = Math.max(task.at, task.process?.frozenUntil ?? 0);
      if (at <= this.steady) {
        due.push(task);
      } else if (at < firstAt) {
        first = task;
        firstAt = at;
      }
    }
    // Now and then a little time goes by although there is something to do.
    const mayWait = first && firstAt - this.steady < WAITS_MS;
    const chosen =
      due.length > 0 && !(mayWait && this.random.chance(0.01)) ? this.random.pick(due) : first;
    if (!chosen || this.steady > until || (chosen === first && firstAt > until)) {
      return null;
    }
    if (chosen === first) {
      this.steady = firstAt;
    }
    this.steady += this.random.below(3) / 2;
    this.cancel(chosen);
    return chosen;
  }
}

function newProcess(name: string, isDead = false): Process {
  return { name, isDead, frozenUntil: 0, hangsUntil: 0, cuts: new Map(), onDeath: [] };
}

const WAITS_MS = 2_000;

/** Delivers what a dead process had sent. */
const wire = newProcess('wire', true);

interface Call<T> {
  resolve(value: T): void;
  reject(error: unknown): void;
}

/** The process that was asked is gone; what became of the request is not known. */
export class ConnectionLost extends Error {}

/** Of a script, or of the model of a server: no server answers like this, and a caller might get over it in silence. */
export function isMistake(error: unknown): boolean {
  return error instanceof TypeError || error instanceof RangeError || error instanceof LuaError;
}

/** Every promise that can be settled is, before the next step: Node takes up a tick after all of them. */
function turn(): Promise<void> {
  return new Promise((resolve) => {
    process.nextTick(resolve);
  });
}
