import { keysOf } from '@flash/reservation';
import { createSeeded, type Seeded } from '@flash/testing';
import { AppError } from '../../apps/api/src/app/errors.ts';
import type { Joined } from '../../apps/api/src/app/services/buyer/join.ts';
import {
  endSale,
  pauseSale,
  resumeSale,
} from '../../apps/api/src/app/services/team/control-sale.ts';
import { changeStock } from '../../apps/api/src/app/services/team/stock.ts';
import { LuaError } from '../lua/values.ts';
import { type RedisStore, ReplyError } from '../stores/redis-store.ts';
import { type EarlyEnds, watchEnds } from './early-ends.ts';
import { type Finding, isAtRest, judge } from './judge.ts';
import { CALM, type Process, Scheduler, type Weather } from './scheduler.ts';
import { inVirtualTime } from './virtual-time.ts';
import {
  type Api,
  openWorld,
  type Planted,
  startApi,
  startWorker,
  type Terms,
  type Worker,
  type World,
} from './world.ts';

/** What a history was, in figures. */
export interface Told {
  seed: number;
  steps: number;
  crashes: number;
  /** Times that Redis was started anew, and how often it had lost something. */
  restarts: number;
  losses: number;
  confirmed: number;
  findings: Finding[];
}

/** What clients were told. */
export interface Answers {
  places: { buyer: string; seq: number }[];
  confirmed: { buyer: string; orderId: string }[];
  /** Orders that the team was told are refunded. */
  refunded: string[];
  /** Extensions that were refused, though the buyer never got one. */
  notExtended: string[];
  /** First presses that were refused, though the buyer had never asked before. */
  lockedOut: string[];
}

/** Everything that a history draws before it begins. */
interface Script {
  terms: Terms;
  buyers: number;
  crashes: number;
  namedCrashes: number;
  restarts: number;
  losesData: boolean;
  freezes: number;
  /** The clock of Redis is set forward once. */
  jumps: boolean;
  /** A hold vanishes from Redis without a script. */
  damages: boolean;
  weather: Weather;
  team: number;
}

const BEGIN_MS = 1_000;
const MAIN_MS = 40_000;
const REST_MS = 60_000;

/** Plays one history from its seed: always the same one. */
export async function playHistory(
  seed: number,
  planted: Planted = {},
  trace?: (line: string) => void,
): Promise<Told> {
  const random = createSeeded(seed);
  const scheduler = new Scheduler(random);
  scheduler.trace = trace;
  return inVirtualTime(scheduler, async () => {
    const script = drawScript(random);
    const world = await openWorld(scheduler, script.terms, planted);
    const stage = new Stage(world, script);
    await stage.play();
    const told = {
      seed,
      steps: scheduler.steps,
      crashes: stage.crashes,
      restarts: stage.restarts,
      losses: stage.losses,
      confirmed: stage.answers.confirmed.length,
    };
    return { ...told, findings: await judge(world, stage.answers, stage.facts()) };
  });
}

function drawScript(random: Seeded): Script {
  const isCalm = random.chance(0.3);
  const rate = () => (random.chance(0.5) ? random.next() * 0.06 : 0);
  const kind = random.next();
  // What one process alone could have noticed is not combined with the end of that process.
  const [jumps, damages] = [kind < 0.08, kind > 0.92];
  return {
    terms: {
      stock: 1 + random.below(3),
      holdTtlSeconds: random.pick([2, 4, 12]) ?? 4,
      fastPassPercent: random.pick([0, 1, 50, 100]) ?? 0,
      extensions: random.below(2),
    },
    buyers: 1 + random.below(4),
    crashes: !jumps && random.chance(0.4) ? 1 + random.below(2) : 0,
    namedCrashes: !jumps && random.chance(0.5) ? 1 + random.below(2) : 0,
    restarts: !damages && !jumps && random.chance(0.35) ? 1 + random.below(2) : 0,
    losesData: random.chance(0.6),
    freezes: random.chance(0.3) ? 1 : 0,
    jumps,
    damages,
    weather: isCalm
      ? CALM
      : { lost: rate(), refused: rate(), resent: rate(), slow: random.chance(0.4) ? 0.02 : 0 },
    team: random.below(3),
  };
}

class Stage {
  readonly answers: Answers = {
    places: [],
    confirmed: [],
    refunded: [],
    notExtended: [],
    lockedOut: [],
  };
  crashes = 0;
  restarts = 0;
  losses = 0;
  damages = 0;
  private readonly early: EarlyEnds;
  private readonly world: World;
  private readonly script: Script;
  private readonly apis: Api[] = [];
  private readonly workers: Worker[] = [];
  private readonly clients: Process;
  private open = 0;
  private copy: ReturnType<RedisStore['copy']> | null = null;
  private isCalm = false;

  constructor(world: World, script: Script) {
    this.world = world;
    this.script = script;
    this.clients = world.scheduler.spawn('clients');
    this.early = watchEnds(world);
    for (const name of ['api1', 'api2']) {
      this.apis.push(this.newApi(name));
    }
    for (const name of ['worker1', 'worker2']) {
      this.workers.push(startWorker(world, name));
    }
  }

  facts() {
    const { losses, restarts, damages } = this;
    return { losses, restarts, damages, early: this.early.found };
  }

  async play(): Promise<void> {
    const { scheduler, random } = this.world;
    const { script } = this;
    scheduler.weather = script.weather;
    for (let i = 0; i < script.buyers; i += 1) {
      this.client(() => this.buyer(`buyer${i}`));
    }
    for (let i = 0; i < script.team; i += 1) {
      this.client(() => this.member());
    }
    const faults = this.planFaults();
    scheduler.onStep = () => {
      const next = faults[0];
      if (next && scheduler.steps >= next.step && !this.isCalm) {
        faults.shift();
        next.run();
      }
    };
    const armed = this.armFaults();
    scheduler.onDone = (process, name) => {
      for (const fault of this.isCalm ? [] : armed) {
        if (fault.after === name) {
          fault.left -= 1;
          if (fault.left === 0) {
            fault.run(process);
          }
        }
      }
    };
    await scheduler.run(() => this.open === 0 && random.chance(0.2), scheduler.steady + MAIN_MS);
    // From here on nothing goes wrong any longer, and the system has to come to rest by itself.
    this.isCalm = true;
    scheduler.weather = CALM;
    const { world } = this;
    await scheduler.run(
      () => this.open === 0 && scheduler.steps % 16 === 0 && isAtRest(world),
      scheduler.steady + REST_MS,
    );
  }

  private planFaults() {
    const { random } = this.world;
    const { script } = this;
    const at = () => random.below(random.chance(0.5) ? 400 : 120);
    const planned: { step: number; run: () => void }[] = [];
    for (let i = 0; i < script.crashes; i += 1) {
      planned.push({ step: at(), run: () => this.crash() });
    }
    for (let i = 0; i < script.restarts; i += 1) {
      const step = at();
      if (script.losesData && random.chance(0.8)) {
        planned.push({
          step: Math.max(0, step - random.below(60)),
          run: () => {
            this.copy = this.world.redis.copy();
          },
        });
      }
      planned.push({ step, run: () => this.restartRedis() });
    }
    if (script.jumps) {
      planned.push({ step: at(), run: () => this.jump() });
    }
    if (script.damages) {
      planned.push({ step: at(), run: () => this.damage() });
    }
    for (let i = 0; i < script.freezes; i += 1) {
      planned.push({ step: at(), run: () => this.freeze() });
    }
    return planned.sort((a, b) => a.step - b.step);
  }

  /** Faults that strike when a server has just done something that its caller does not know yet. */
  private armFaults() {
    const { random, redis } = this.world;
    const armed: { after: string; left: number; run: (process: Process) => void }[] = [];
    for (let i = 0; i < this.script.namedCrashes; i += 1) {
      const after = random.pick(STEPS) ?? '';
      armed.push({ after, left: 1 + random.below(3), run: (process) => this.end(process) });
    }
    if (this.script.restarts > 0 && this.script.losesData && random.chance(0.3)) {
      const copy = () => {
        this.copy = redis.copy();
      };
      const left = 1 + random.below(2);
      armed.push({ after: 'mark', left, run: copy });
      armed.push({ after: 'stage', left, run: () => this.restartRedis() });
    }
    return armed;
  }

  private newApi(name: string): Api {
    return startApi(this.world, name, () => {
      this.world.random.pick(this.workers)?.drain();
    });
  }

  private crash(): void {
    const { random } = this.world;
    const one = random.pick([...this.apis, ...this.workers]);
    if (one) {
      this.end(one.process);
    }
  }

  /** A process dies, and another one takes its place a little later. */
  private end(process: Process): void {
    const { scheduler, random } = this.world;
    const api = this.apis.findIndex((one) => one.process === process);
    const worker = this.workers.findIndex((one) => one.process === process);
    if (process.isDead || (api < 0 && worker < 0)) {
      return;
    }
    this.crashes += 1;
    scheduler.kill(process);
    const again = () => {
      if (api >= 0) {
        this.apis[api] = this.newApi(process.name);
      } else {
        this.workers[worker] = startWorker(this.world, process.name);
      }
    };
    scheduler.post(this.clients, again, random.below(2_000));
  }

  private freeze(): void {
    const { scheduler, random } = this.world;
    const all = [...this.apis, ...this.workers];
    const one = random.pick(all);
    if (one) {
      one.process.frozenUntil = scheduler.steady + random.below(12_000);
    }
  }

  private jump(): void {
    const { scheduler } = this.world;
    // A worker that has not read the clock before cannot know that it jumped.
    if (scheduler.steady < BEGIN_MS + 2_000) {
      scheduler.post(null, () => this.jump(), 500);
      return;
    }
    scheduler.note('redis', 'has its clock set forward');
    scheduler.serverOffset += 600_000;
  }

  /** The keys of one hold are deleted by hand. */
  private damage(): void {
    const { redis, random, saleId, scheduler } = this.world;
    const { expiry, holds } = keysOf(saleId);
    const held = redis.run(['ZRANGE', expiry, '0', '-1']) as string[];
    const buyer = random.pick(held);
    if (buyer) {
      scheduler.note('redis', `loses the hold of ${buyer}`);
      redis.run(['ZREM', expiry, buyer]);
      redis.run(['HDEL', holds, buyer]);
      this.damages += 1;
    }
  }

  private restartRedis(): void {
    const { redis, random } = this.world;
    this.restarts += 1;
    this.world.scheduler.note('redis', this.script.losesData ? 'loses data' : 'restarts');
    if (!this.script.losesData) {
      redis.restart(redis.copy());
      return;
    }
    this.losses += 1;
    redis.restart(this.copy && random.chance(0.8) ? this.copy : new Map());
  }

  private client(script: () => Promise<void>): void {
    this.open += 1;
    const done = () => {
      this.open -= 1;
    };
    this.world.scheduler.post(
      this.clients,
      () => {
        script().then(done, (error: unknown) => {
          done();
          if (isBug(error)) {
            this.world.alerts.push({ kind: 'audit', details: { error } });
          }
        });
      },
      this.world.random.below(300),
    );
  }

  /** Sends a request to one of the APIs; where no answer comes, or 503, another one gets it. */
  private async ask<T>(call: (api: Api) => Promise<T>, tries = 4): Promise<T> {
    const { scheduler, random } = this.world;
    for (let left = tries; ; left -= 1) {
      const api = random.pick(this.apis) as Api;
      try {
        return await scheduler.request(api.process, () => call(api));
      } catch (error) {
        if (left === 1 || !isWorthAnother(error)) {
          throw error;
        }
      }
      await scheduler.sleep(this.clients, 50 + random.below(1_000));
    }
  }

  private async sale() {
    const sale = await this.world.own.db.sales.get(this.world.saleId);
    if (!sale) {
      throw new AppError('SALE_NOT_FOUND');
    }
    return sale;
  }

  /** Joins, waits for the hold, pays; or leaves, or presses twice, or loses patience. */
  private async buyer(buyer: string): Promise<void> {
    const { scheduler, random } = this.world;
    const joined = await this.join(buyer);
    if (!joined || !('seq' in joined.place || 'hold' in joined.place)) {
      return;
    }
    const seq = 'hold' in joined.place ? joined.place.hold.seq : joined.place.seq;
    this.answers.places.push({ buyer, seq });
    const who = { buyer, seq, email: `${buyer}@example.org` };
    if (random.chance(0.08)) {
      await this.ask((api) => api.engine.leave(this.world.saleId, { buyer, seq }));
      return;
    }
    const token = random.pick(['ok', 'ok', 'ok', 'ok', 'lost', 'slow', 'late', 'decline']) ?? 'ok';
    for (let look = 0; look < 6; look += 1) {
      await scheduler.sleep(this.clients, 20 + random.below(900));
      if (look === 0 && this.script.terms.extensions > 0 && random.chance(0.4)) {
        await this.extend(who);
      }
      const presses = random.chance(0.15) ? 2 : 1;
      const outcomes = await Promise.allSettled(
        Array.from({ length: presses }, () => this.pay(who, look > 2 ? 'ok' : token)),
      );
      if (outcomes.some((one) => one.status === 'fulfilled' && one.value)) {
        return;
      }
    }
  }

  private async join(buyer: string): Promise<Joined | null> {
    const request = {
      buyer,
      isAccount: false,
      ticketSeq: null,
      key: `a-long-secret-key-of-${buyer}`,
      body: {},
    };
    try {
      return await this.ask(async (api) => api.join(await this.sale(), request), 6);
    } catch (error) {
      if (error instanceof AppError && error.code === 'ALREADY_IN_LINE') {
        this.answers.lockedOut.push(buyer);
      }
      throw error;
    }
  }

  /** True when there is nothing more to try. */
  private async pay(
    who: { buyer: string; seq: number; email: string },
    paymentToken: string,
  ): Promise<boolean> {
    try {
      const order = await this.ask(
        async (api) => api.confirm(await this.sale(), who, { paymentToken, contact: null }),
        3,
      );
      this.answers.confirmed.push({ buyer: who.buyer, orderId: order.id });
      if (this.world.random.chance(0.25)) {
        await this.refund(order.id);
      }
      return true;
    } catch (error) {
      return error instanceof AppError && GIVES_UP.has(error.code);
    }
  }

  /** The only extension that this buyer asks for; a lost answer is not asked for again. */
  private async extend({ buyer, seq }: { buyer: string; seq: number }): Promise<void> {
    const { saleId } = this.world;
    const extended = await this.ask((api) => api.engine.extend(saleId, { buyer, seq }), 1).catch(
      () => null,
    );
    if (extended?.kind === 'refused' && extended.why === 'none_left') {
      this.answers.notExtended.push(buyer);
    }
  }

  private async refund(orderId: string): Promise<void> {
    const returnUnit = this.world.random.chance(0.7);
    await this.ask((api) => api.refund(ACTOR, orderId, { returnUnit, reason: 'test' }), 2);
    this.answers.refunded.push(orderId);
  }

  /** Something that the team does once. */
  private async member(): Promise<void> {
    const { scheduler, random, saleId } = this.world;
    await scheduler.sleep(this.clients, random.below(4_000));
    const by = (1 + random.below(2)) * (random.chance(0.5) ? 1 : -1);
    const kind = random.below(6);
    if (kind < 4) {
      const key = `stock-${random.below(1_000_000)}`;
      await this.ask((api) => changeStock(api.context, ACTOR, saleId, { by, reason: 'test' }, key));
    } else if (kind === 4) {
      await this.ask((api) => pauseSale(api.context, ACTOR, saleId, 'test'));
      await scheduler.sleep(this.clients, random.below(2_000));
      await this.ask((api) => resumeSale(api.context, ACTOR, saleId, 'test'), 8);
    } else if (random.chance(0.15)) {
      await this.ask((api) => endSale(api.context, ACTOR, saleId, 'test'));
    }
  }
}

/** Where a process dies with what it has just got done. */
const STEPS = [
  ...['join', 'claim', 'settle', 'void', 'grant', 'sweep', 'refund', 'adjust', 'rules'],
  ...['mark', 'stage', 'adopt', 'stored', 'heal', 'payment'],
  ...['blocks.insertOne', 'orders.insertOne', 'orders.insertMany', 'orders.updateOne'],
  ...['orders.updateMany', 'flashsales.findOneAndUpdate', 'commitTransaction'],
];

const ACTOR = {
  userId: 'member',
  email: 'member@example.org',
  role: 'owner',
  ip: null,
  requestId: null,
} as never;

const GIVES_UP = new Set([
  'SOLD_OUT',
  'SALE_ENDED',
  'HOLD_EXPIRED',
  'WRONG_HOLD',
  'ALREADY_BOUGHT',
]);

/** What a lost command brings about is no bug; a wrong type or a number out of range is. */
function isBug(error: unknown): boolean {
  return (
    error instanceof TypeError ||
    error instanceof RangeError ||
    error instanceof ReplyError ||
    error instanceof LuaError
  );
}

function isWorthAnother(error: unknown): boolean {
  return !(error instanceof AppError) || error.status >= 500;
}
