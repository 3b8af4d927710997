import { keysOf } from '@flash/reservation';
import type { RedisStore } from '../stores/redis-store.ts';
import { type Api, startApi } from './api.ts';
import type { Command, Process } from './scheduler.ts';
import type { Script } from './script.ts';
import { startWorker, type Worker } from './worker.ts';
import type { World } from './world.ts';

/** Where a process dies or sleeps with what it has just got done. */
const STEPS = [
  ...['join', 'claim', 'settle', 'void', 'grant', 'sweep', 'refund', 'adjust', 'rules'],
  ...['mark', 'stage', 'adopt', 'stored', 'heal', 'payment'],
  ...['blocks.insertOne', 'orders.insertOne', 'orders.insertMany', 'orders.updateOne'],
  ...['orders.updateMany', 'flashsales.findOneAndUpdate', 'commitTransaction'],
];

interface Armed {
  after: string;
  left: number;
  /** It is counted only from the time on at which a key was damaged. */
  isOfDamage?: true;
  run(process: Process): void;
}

/** An entry of the log that was written in this very step. */
const JUST_MS = 10;
/** A restore needs so long at most, also while Redis is full. */
const HOUR_MS = 3_600_000;

/** The processes of a history, and all that happens to them. */
export class Faults {
  readonly apis: Api[] = [];
  readonly workers: Worker[] = [];
  crashes = 0;
  restarts = 0;
  losses = 0;
  damages = 0;
  damagedAt = 0;
  /** From now on nothing goes wrong any longer. */
  isOver = false;
  private copy: ReturnType<RedisStore['copy']> | null = null;
  private armed: Armed[] = [];
  /** Nothing could be served before the last step. */
  private wasWrong = false;
  private planned: { step: number; run: () => void }[] = [];
  private readonly world: World;
  private readonly script: Script;

  constructor(world: World, script: Script) {
    this.world = world;
    this.script = script;
    for (const name of ['api1', 'api2']) {
      this.apis.push(startApi(world, name));
    }
    for (const name of ['worker1', 'worker2']) {
      this.workers.push(startWorker(world, name));
    }
    this.plan();
    this.arm();
    if (script.weather.slow > 0) {
      world.disturbedUntil = Number.POSITIVE_INFINITY;
    }
  }

  /** Called before each step. */
  onStep(): void {
    const { scheduler } = this.world;
    const next = this.planned[0];
    if (next && scheduler.steps >= next.step && !this.isOver) {
      this.planned.shift();
      next.run();
    }
    const isServed = this.workers.some(({ process }) => this.isWell(process));
    const isWrong = this.world.redis.isFull || !isServed;
    // What was wrong before a step was so until that step: time may pass with it.
    if (isWrong || this.wasWrong) {
      this.disturb();
    }
    this.wasWrong = isWrong;
  }

  /** Called when a server has done something that its caller does not know yet. */
  onDone(process: Process, name: string): void {
    for (const fault of this.isOver ? [] : [...this.armed]) {
      if (fault.after === name && !(fault.isOfDamage && this.damages === 0)) {
        fault.left -= 1;
        if (fault.left === 0) {
          fault.run(process);
        }
      }
    }
  }

  /** A process ends at the next step of this kind; answers whether that has come. */
  armInQuiet(): () => boolean {
    const { random } = this.world;
    const before = this.crashes;
    const after = random.chance(0.5) ? 'blocks.insertOne' : (random.pick(STEPS) ?? '');
    this.armed = [{ after, left: 1, run: (process) => this.end(process) }];
    return () => this.crashes > before;
  }

  end(process: Process): void {
    const { scheduler, random } = this.world;
    const api = this.apis.findIndex((one) => one.process === process);
    const worker = this.workers.findIndex((one) => one.process === process);
    if (process.isDead || (api < 0 && worker < 0)) {
      return;
    }
    this.crashes += 1;
    this.disturb();
    scheduler.kill(process);
    // Another one takes its place a little later.
    const again = () => {
      if (api >= 0) {
        this.apis[api] = startApi(this.world, process.name);
      } else {
        this.workers[worker] = startWorker(this.world, process.name);
        // It has not read the clock as it was before.
        this.world.isJumpKnown &&= this.world.clockSetAt === null;
      }
    };
    scheduler.post(null, again, random.below(2_000));
  }

  /** All faults are over; a Redis that is full stays so. */
  calm(): void {
    const { scheduler, outages } = this.world;
    this.isOver = true;
    scheduler.noMajorityUntil = 0;
    for (const outage of outages) {
      outage.to = Math.min(outage.to, scheduler.steady);
    }
    for (const { process } of [...this.apis, ...this.workers]) {
      process.frozenUntil = Math.min(process.frozenUntil, scheduler.steady);
      process.cuts.clear();
    }
    // A command may still be on its way.
    this.world.disturbedUntil = scheduler.steady + 9_000;
  }

  private isWell(process: Process): boolean {
    const { steady } = this.world.scheduler;
    const isCut = [...process.cuts.values()].some(({ until }) => until > steady);
    return !process.isDead && Math.max(process.frozenUntil, process.hangsUntil) <= steady && !isCut;
  }

  private disturb(until = this.world.scheduler.steady): void {
    this.world.disturbedUntil = Math.max(this.world.disturbedUntil, until);
  }

  private plan(): void {
    const { random } = this.world;
    const { script } = this;
    const at = () => random.below(random.chance(0.5) ? 400 : 120);
    const planned: { step: number; run: () => void }[] = [];
    const times = (count: number, run: () => void) => {
      for (let i = 0; i < count; i += 1) {
        planned.push({ step: at(), run });
      }
    };
    times(script.crashes, () => this.crash());
    times(script.freezes, () => this.freezeAny());
    for (let i = 0; i < script.restarts; i += 1) {
      const step = at();
      if (script.losesData && random.chance(0.8)) {
        const copied = Math.max(0, step - random.below(60));
        planned.push({ step: copied, run: () => this.keepCopy() });
      }
      planned.push({ step, run: () => this.restartRedis() });
    }
    const run = this.faultOfTheme();
    if (run) {
      planned.push({ step: at(), run });
    }
    this.planned = planned.sort((a, b) => a.step - b.step);
  }

  private faultOfTheme(): (() => void) | null {
    switch (this.script.theme) {
      case 'clock forward':
        return () => this.setClockForward();
      case 'clock back':
        return () => this.setClockBack();
      case 'lost hold':
        return () => this.loseHold();
      case 'outage':
        return () => this.outage();
      case 'cut worker':
        return () => this.cutWorker();
      default:
        return null;
    }
  }

  private arm(): void {
    const { random, scheduler } = this.world;
    const { script } = this;
    const step = () => random.pick(STEPS) ?? '';
    for (let i = 0; i < script.namedCrashes; i += 1) {
      this.armed.push({ after: step(), left: 1 + random.below(3), run: (one) => this.end(one) });
    }
    for (let i = 0; i < script.namedFreezes; i += 1) {
      // What a process has just read or written may be of the past when it wakes up.
      const after = random.chance(0.5) ? step() : random.pick(['commitTransaction', 'readLog']);
      const run = (one: Process) => this.freezeWithRestart(one);
      this.armed.push({ after: after ?? '', left: 1 + random.below(3), run });
    }
    if (script.restarts > 0 && script.losesData && random.chance(0.3)) {
      const left = 1 + random.below(2);
      this.armed.push({ after: 'mark', left, run: () => this.keepCopy() });
      this.armed.push({ after: 'stage', left, run: () => this.restartRedis() });
    }
    if (script.theme === 'stock in two epochs') {
      this.armAt(
        'commitTransaction',
        (one) => this.hasPendingStock() && this.isApi(one),
        (one) => {
          // Time for another process to finish the change, and for a restore after that.
          this.freeze(one, 9_000 + random.below(6_000));
          scheduler.post(
            null,
            () => !this.isOver && this.restartRedis(),
            3_000 + random.below(5_000),
          );
        },
      );
    }
    if (script.theme === 'cut restore') {
      this.armAt(
        'mark',
        () => this.losses > 0,
        () => {
          this.keepCopy();
          const left = 1 + random.below(8);
          this.armed.push({ after: 'stage', left, run: () => this.restartRedis() });
        },
      );
    }
    if (script.theme === 'sleeping writer') {
      this.armAt(
        'readLog',
        (one) => !this.isApi(one) && this.hasUnstored(),
        (one) => {
          this.freeze(one, 15_000);
          scheduler.post(null, () => !this.isOver && this.restartRedis(), random.below(500));
          const after = random.pick(['mark', 'stage', 'adopt', 'flashsales.updateOne']) ?? 'adopt';
          const left = 1 + random.below(2);
          this.armed.push({ after, left, run: () => this.wake(one) });
        },
      );
    }
    if (script.theme === 'deleted sale' && script.losesData && random.chance(0.3)) {
      this.armed.push({ after: 'freeze', left: 1, run: () => this.keepCopy() });
      this.armed.push({ after: 'removedsales.updateOne', left: 1, run: () => this.restartRedis() });
    }
    if (script.theme === 'lost hold' && random.chance(0.5)) {
      const after = random.pick(['mark', 'blocks.insertOne', 'stage']) ?? 'mark';
      const run = (one: Process) => this.end(one);
      this.armed.push({ after, left: 1 + random.below(2), isOfDamage: true, run });
    }
    if (script.theme === 'freed unit') {
      const left = 1 + random.below(2);
      this.armAt(
        'settle',
        () => this.hasJustSettled(),
        () => this.freeUnit(),
        left,
      );
      // A process that finds the order of that unit sleeps a little before it can say so.
      const run = (one: Process) => this.freeze(one, 500 + random.below(3_000));
      this.armed.push({ after: 'orders.find', left: 1 + random.below(3), isOfDamage: true, run });
    }
  }

  /** At the first step of this kind that fits. */
  private armAt(
    after: string,
    fits: (one: Process) => boolean,
    run: (one: Process) => void,
    left = 1,
  ): void {
    const armed: Armed = {
      ...{ after, left },
      run: (one) => {
        if (fits(one)) {
          run(one);
        } else {
          armed.left = 1;
        }
      },
    };
    this.armed.push(armed);
  }

  private isApi(process: Process): boolean {
    return this.apis.some((one) => one.process === process);
  }

  private hasPendingStock(): boolean {
    const sale = this.world.mongo.find('flashsales', {}, {})[0];
    const adjusts = (sale?.adjusts ?? []) as { state: string }[];
    return adjusts.some(({ state }) => state === 'pending');
  }

  private hasUnstored(): boolean {
    const { redis, saleId } = this.world;
    const [n, storedN] = redis.run(['HMGET', keysOf(saleId).meta, 'n', 'storedN']) as string[];
    return Number(n) > Number(storedN);
  }

  private crash(): void {
    const one = this.world.random.pick([...this.apis, ...this.workers]);
    if (one) {
      this.end(one.process);
    }
  }

  private freezeAny(): void {
    const one = this.world.random.pick([...this.apis, ...this.workers]);
    if (one) {
      this.freeze(one.process, this.world.random.below(12_000));
    }
  }

  private freeze(process: Process, ms: number): void {
    const { scheduler } = this.world;
    process.frozenUntil = scheduler.steady + ms;
    scheduler.note(process.name, `sleeps for ${ms} ms`);
    this.disturb();
  }

  private wake(process: Process): void {
    const { scheduler } = this.world;
    process.frozenUntil = Math.min(process.frozenUntil, scheduler.steady);
    scheduler.note(process.name, 'wakes up');
  }

  /** While it sleeps others go on, perhaps on another Redis. */
  private freezeWithRestart(process: Process): void {
    const { scheduler, random } = this.world;
    const ms = 1_000 + random.below(9_000);
    this.freeze(process, ms);
    if (this.script.restarts > 0) {
      scheduler.post(null, () => !this.isOver && this.restartRedis(), random.below(ms));
    }
  }

  private keepCopy(): void {
    this.copy = this.world.redis.copy();
  }

  private restartRedis(): void {
    const { redis, random, scheduler } = this.world;
    this.restarts += 1;
    this.disturb();
    scheduler.note('redis', this.script.losesData ? 'loses data' : 'restarts');
    redis.isFull = this.script.theme === 'full';
    if (!this.script.losesData) {
      redis.restart(redis.copy());
      return;
    }
    this.losses += 1;
    redis.restart(this.copy && random.chance(0.8) ? this.copy : new Map());
    if (this.isOvertaken()) {
      redis.lastLogged = 0;
    }
  }

  /** The stored log went on without what this copy has logged: that was lost with the Redis that it is a copy of. */
  private isOvertaken(): boolean {
    const { redis, mongo, saleId } = this.world;
    const epoch = Number(redis.run(['HGET', keysOf(saleId).meta, 'epoch']));
    const blocks = mongo.find('blocks', {}, {}) as { epoch: number; entries: unknown[] }[];
    return blocks.some((block) => block.epoch > epoch && block.entries.length > 0);
  }

  private setClockForward(): void {
    const { scheduler, random, jobs } = this.world;
    // A worker that has not read the clock before cannot know that it jumped.
    if (scheduler.steady < 3_000) {
      scheduler.post(null, () => this.setClockForward(), 500);
      return;
    }
    this.disturb();
    this.world.clockSetAt = scheduler.steady;
    this.world.isJumpKnown =
      this.workers.every((worker) => worker.knowsClock()) && !scheduler.isUnderway(believesAny);
    scheduler.note('redis', 'has its clock set forward');
    if (random.chance(0.5)) {
      scheduler.offset += 600_000;
      jobs.promote();
    } else {
      scheduler.serverOffset += 600_000;
    }
  }

  private setClockBack(): void {
    const { scheduler } = this.world;
    scheduler.note('host', 'has its clock set back');
    scheduler.offset -= HOUR_MS;
    scheduler.serverOffset += HOUR_MS;
  }

  /** The keys of one hold are deleted by hand. */
  private loseHold(): void {
    const { redis, random, saleId, scheduler } = this.world;
    const { expiry, holds } = keysOf(saleId);
    const buyer = random.pick(redis.run(['ZRANGE', expiry, '0', '-1']) as string[]);
    if (buyer) {
      scheduler.note('redis', `loses the hold of ${buyer}`);
      redis.run(['ZREM', expiry, buyer]);
      redis.run(['HDEL', holds, buyer]);
      this.noteDamage();
    }
  }

  /** A repeated settle logs nothing: what is freed by hand at that moment is noticed only once a minute. */
  private hasJustSettled(): boolean {
    const { redis, saleId, scheduler } = this.world;
    const newest = redis.run(['XREVRANGE', keysOf(saleId).log, '+', '-', 'COUNT', '1']);
    const [, [, text = ''] = []] = (newest as [string, string[]][])[0] ?? [];
    const [type, at] = text.split(' ');
    return type === 'settle' && scheduler.serverNow() - Number(at) < JUST_MS;
  }

  /** What was sold is handed out again, by hand. */
  private freeUnit(): void {
    const { redis, random, saleId, scheduler } = this.world;
    const { consumed, unitsFree, inventory } = keysOf(saleId);
    const sold = redis.run(['HGETALL', consumed]) as string[];
    const buyer = random.pick(sold.filter((_, at) => at % 2 === 0));
    if (buyer) {
      const [unit = ''] = (sold[sold.indexOf(buyer) + 1] ?? '').split(' ');
      scheduler.note('redis', `loses what it knew of the purchase of ${buyer}`);
      redis.run(['HDEL', consumed, buyer]);
      redis.run(['ZADD', unitsFree, unit, unit]);
      redis.run(['INCR', inventory]);
      this.noteDamage();
    }
  }

  private noteDamage(): void {
    const { redis, saleId } = this.world;
    this.damages += 1;
    this.damagedAt = Number(redis.run(['HGET', keysOf(saleId).meta, 'n']));
    this.disturb();
  }

  private outage(): void {
    const { scheduler, random, outages } = this.world;
    const ms = 5_000 + random.below(9_000);
    const to = scheduler.steady + ms;
    outages.push({ from: scheduler.steady, to });
    this.disturb(to + 5_000);
    scheduler.note('mongodb', `is away for ${ms} ms`);
    if (random.chance(0.5)) {
      scheduler.noMajorityUntil = to;
      return;
    }
    for (const { process } of [...this.apis, ...this.workers]) {
      process.cuts.set('mongo', { until: to, failsAfterMs: random.chance(0.5) ? 3_000 : 13_000 });
    }
  }

  /** Its connection breaks at once, or nothing comes through any longer. */
  private cutWorker(): void {
    const { scheduler, random } = this.world;
    const worker = random.pick(this.workers);
    if (worker) {
      const until = scheduler.steady + 10_000 + random.below(20_000);
      const failsAfterMs = random.chance(0.4) ? 3_000 : 13_000;
      worker.process.cuts.set('mongo', { until, failsAfterMs });
      scheduler.note(worker.process.name, 'loses its wire to MongoDB');
      this.disturb();
    }
  }
}

/** A grant of a worker that had read no clock: it names no time, and is carried out at any. */
function believesAny({ name, text }: Command<unknown>): boolean {
  return name === 'grant' && text?.().endsWith(' ') === true;
}
