import type { FakeProvider } from '@flash/testing';
import { AppError } from '../../apps/api/src/app/errors.ts';
import type { Joined } from '../../apps/api/src/app/services/buyer/join.ts';
import { ReplyError } from '../stores/redis-store.ts';
import type { Api } from './api.ts';
import { type Command, ConnectionLost, isMistake, type Process } from './scheduler.ts';
import type { Script } from './script.ts';
import type { World } from './world.ts';

/** What clients were told. */
export interface Answers {
  places: { buyer: string; seq: number }[];
  confirmed: { buyer: string; orderId: string }[];
  /** Orders that the team was told are refunded. */
  refunded: string[];
  /** Extensions that were refused, though the buyer never got one. */
  notExtended: string[];
  /** First presses that were refused, though the buyer had never asked before; when, by the clock of Redis. */
  lockedOut: { buyer: string; at: number }[];
  /** Keys of requests that were refused long after the process of the first one had died. */
  stuckKeys: string[];
}

interface Buyer {
  buyer: string;
  seq: number;
  email: string;
}

/** Buyers and members of the team, who ask one of several APIs. */
export class Clients {
  readonly answers: Answers = {
    ...{ places: [], confirmed: [], refunded: [] },
    ...{ notExtended: [], lockedOut: [], stuckKeys: [] },
  };
  /** How many are not done yet. */
  open = 0;
  private readonly process: Process;
  private readonly world: World;
  private readonly script: Script;
  private readonly apis: readonly Api[];

  constructor(world: World, script: Script, apis: readonly Api[]) {
    this.world = world;
    this.script = script;
    this.apis = apis;
    this.process = world.scheduler.spawn('clients');
    for (let i = 0; i < script.buyers; i += 1) {
      // One who comes late may find a sale at rest.
      this.start(() => this.buyer(`buyer${i}`), world.random.chance(0.25) ? 8_000 : 300);
    }
    for (let i = 0; i < script.team; i += 1) {
      this.start(() => this.member());
    }
    if (script.terms.hasBoard) {
      this.start(() => this.reader());
    }
    if (script.theme === 'archived sale') {
      this.start(() => this.archivist());
    }
    if (script.theme === 'deleted sale') {
      this.start(() => this.remover());
    }
  }

  /** Looks at the public page for as long as the buyers are at work. */
  private async reader(): Promise<void> {
    const { scheduler, saleId } = this.world;
    for (let look = 0; look < 40 && this.open > 1; look += 1) {
      await this.ask(async ({ board }) => board?.ready(saleId) ?? board?.load(saleId), 1).catch(
        () => {},
      );
      await scheduler.sleep(this.process, 150);
    }
  }

  /** What readers of the public page are shown, asked again until it is what is so; or what is not. */
  async staleBoards(): Promise<string[]> {
    const { scheduler, redis, saleId } = this.world;
    const stale: string[] = [];
    for (const { board, process } of this.apis) {
      let shown = -1;
      const n = Number(redis.run(['HGET', `fsmeta:{${saleId}}`, 'n']));
      for (let look = 0; look < 20 && board && shown < n; look += 1) {
        shown = await scheduler.request(process, async () => {
          const entry = board.ready(saleId) ?? (await board.load(saleId));
          return entry?.cached.snapshot?.n ?? -1;
        });
        await scheduler.sleep(this.process, 250);
      }
      if (board && shown < n) {
        stale.push(`${process.name} shows the sale as it was at ${shown}, and it is at ${n}`);
      }
    }
    return stale;
  }

  start(script: () => Promise<void>, withinMs = 300): void {
    const { scheduler, random, alerts } = this.world;
    this.open += 1;
    const done = () => {
      this.open -= 1;
    };
    const begin = () => {
      script().then(done, (error: unknown) => {
        done();
        if (isBug(error)) {
          alerts.push({ kind: 'audit', details: { error } });
        }
      });
    };
    scheduler.post(this.process, begin, random.below(withinMs));
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
      await scheduler.sleep(this.process, 50 + random.below(1_000));
    }
  }

  private async sale() {
    const sale = await this.world.own.db.sales.get(this.world.saleId);
    if (!sale) {
      throw new AppError('SALE_NOT_FOUND');
    }
    return sale;
  }

  /** Joins, waits for the hold, pays; or leaves, or presses twice, or gives up waiting. */
  private async buyer(buyer: string): Promise<void> {
    const { scheduler, random, saleId } = this.world;
    const joined = await this.join(buyer);
    if (!joined || !('seq' in joined.place || 'hold' in joined.place)) {
      return;
    }
    const seq = 'hold' in joined.place ? joined.place.hold.seq : joined.place.seq;
    this.answers.places.push({ buyer, seq });
    const who = { buyer, seq, email: `${buyer}@example.org` };
    if (random.chance(0.08)) {
      await this.ask((api) => api.engine.leave(saleId, { buyer, seq }));
      return;
    }
    if (this.world.provider) {
      await this.payAtProvider(who, this.world.provider.fake);
      return;
    }
    const token = random.pick(['ok', 'ok', 'ok', 'ok', 'lost', 'slow', 'late', 'decline']) ?? 'ok';
    const hasKey = random.chance(0.4);
    for (let look = 0; look < 6; look += 1) {
      await scheduler.sleep(this.process, 20 + random.below(900));
      if (look === 0 && this.script.terms.extensions > 0 && random.chance(0.6)) {
        await this.extend(who);
      }
      const paymentToken = look > 2 ? 'ok' : token;
      const presses = !hasKey && random.chance(0.15) ? 2 : 1;
      const outcomes = await Promise.allSettled(
        Array.from({ length: presses }, () =>
          hasKey ? this.payWithKey(who, paymentToken) : this.pay(who, paymentToken),
        ),
      );
      if (outcomes.some((one) => one.status === 'fulfilled' && one.value)) {
        return;
      }
    }
  }

  /** Authorises in the browser, then confirms; or closes the tab in between, or is declined, or comes too late. */
  private async payAtProvider(who: Buyer, fake: FakeProvider): Promise<void> {
    const { scheduler, random } = this.world;
    const staysUntil = random.chance(0.3) ? random.below(3) : 6;
    for (let look = 0; look < 7; look += 1) {
      await scheduler.sleep(this.process, 20 + random.below(900));
      if (look === 0 && this.script.terms.extensions > 0 && random.chance(0.6)) {
        await this.extend(who);
      }
      const prepared = await this.ask(async (api) => api.prepare(await this.sale(), who), 2).catch(
        (error: unknown) => (error instanceof AppError ? error.code : 'unknown'),
      );
      if (typeof prepared === 'string') {
        if (GIVES_UP.has(prepared)) {
          return;
        }
        // Pressed twice, or answered by a message: the order may be there.
        if (prepared === 'NO_HOLD' && look > 0 && (await this.pay(who, 'ok'))) {
          return;
        }
        continue;
      }
      const intentId = prepared.payment?.clientSecret.split('_secret_')[0] ?? '';
      if (!prepared.isAuthorised) {
        await this.authorise(fake, intentId);
      }
      if (look >= staysUntil) {
        return;
      }
      const presses = random.chance(0.15) ? 2 : 1;
      const token = random.chance(0.8) ? (prepared.payment?.id ?? 'ok') : 'ok';
      const outcomes = await Promise.all(
        Array.from({ length: presses }, () => this.pay(who, token)),
      );
      if (outcomes.some(Boolean)) {
        return;
      }
    }
  }

  /** What the provider's script and the bank's page do; the provider may have ended the payment meanwhile. */
  private async authorise(fake: FakeProvider, intentId: string): Promise<void> {
    const { scheduler, random } = this.world;
    await scheduler.sleep(this.process, random.chance(0.2) ? random.below(6_000) : 50);
    const status = () => fake.intents.get(intentId)?.status;
    if (status() === 'requires_payment_method') {
      fake.authorise(intentId, random.pick(['good', 'good', 'three_d_secure', 'declined']));
    }
    if (status() === 'requires_action') {
      await scheduler.sleep(this.process, random.chance(0.3) ? random.below(6_000) : 100);
      if (status() === 'requires_action') {
        fake.finishThreeDSecure(intentId, random.chance(0.9));
      }
    }
  }

  private async join(buyer: string): Promise<Joined | null> {
    const key = `a-long-secret-key-of-${buyer}`;
    const request = { buyer, isAccount: false, ticketSeq: null, key, body: {} };
    try {
      return await this.ask(async (api) => api.join(await this.sale(), request), 6);
    } catch (error) {
      if (error instanceof AppError && error.code === 'ALREADY_IN_LINE') {
        this.answers.lockedOut.push({ buyer, at: this.world.scheduler.serverNow() });
      }
      throw error;
    }
  }

  private async confirm(api: Api, who: Buyer, paymentToken: string): Promise<string> {
    const order = await api.confirm(await this.sale(), who, { paymentToken, contact: null });
    return order.id;
  }

  /** True when there is nothing more to try. */
  private async pay(who: Buyer, paymentToken: string): Promise<boolean> {
    try {
      const orderId = await this.ask((api) => this.confirm(api, who, paymentToken), 3);
      await this.onOrdered(who.buyer, orderId);
      return true;
    } catch (error) {
      return error instanceof AppError && GIVES_UP.has(error.code);
    }
  }

  /** The same by one Idempotency-Key, for as long as the answer is that the request runs. */
  private async payWithKey(who: Buyer, paymentToken: string): Promise<boolean> {
    const { scheduler } = this.world;
    const { buyer } = who;
    const once = {
      owner: buyer,
      field: `confirm-${paymentToken}`,
      body: 'body',
      isRepeatable: true,
    };
    let diedAt: number | null = null;
    for (let tries = 0; tries < 16; tries += 1) {
      try {
        const { memo } = await this.ask(
          (api) => api.once(once, async () => ({ id: await this.confirm(api, who, paymentToken) })),
          1,
        );
        await this.onOrdered(buyer, memo.id);
        return true;
      } catch (error) {
        // What it sent may arrive after its death.
        if (error instanceof ConnectionLost || scheduler.isUnderway(isAbout(once))) {
          diedAt = scheduler.steady;
        } else if (!(error instanceof AppError) || error.code !== 'IDEMPOTENCY_IN_PROGRESS') {
          return error instanceof AppError && GIVES_UP.has(error.code);
        } else if (diedAt === null && tries > 2) {
          return false;
        } else if (diedAt !== null && scheduler.steady - diedAt > KEY_MS && this.isPrompt()) {
          this.answers.stuckKeys.push(buyer);
          return true;
        }
      }
      await scheduler.sleep(this.process, 1_000);
    }
    return false;
  }

  /** No command is under way for longer than a moment. */
  private isPrompt(): boolean {
    return this.script.weather.slow === 0;
  }

  private async onOrdered(buyer: string, orderId: string): Promise<void> {
    this.answers.confirmed.push({ buyer, orderId });
    if (this.world.random.chance(this.script.theme === 'freed unit' ? 0.7 : 0.25)) {
      await this.refund(orderId);
    }
  }

  /** The only extension that this buyer asks for; a lost answer is not asked for again. */
  private async extend({ buyer, seq }: Buyer): Promise<void> {
    const { saleId } = this.world;
    const extended = await this.ask((api) => api.engine.extend(saleId, { buyer, seq }), 1).catch(
      () => null,
    );
    if (extended?.kind === 'refused' && extended.why === 'none_left') {
      this.answers.notExtended.push(buyer);
    }
  }

  private async refund(orderId: string): Promise<void> {
    const { scheduler, random } = this.world;
    if (this.script.theme === 'freed unit') {
      await scheduler.sleep(this.process, random.below(2_000));
    }
    const returnUnit = random.chance(0.7);
    await this.ask((api) => api.refund(ACTOR, orderId, { returnUnit, reason: 'test' }), 2);
    this.answers.refunded.push(orderId);
  }

  /** Something that the team does once. */
  private async member(): Promise<void> {
    const { scheduler, random, saleId } = this.world;
    await scheduler.sleep(this.process, random.below(4_000));
    const by = (1 + random.below(2)) * (random.chance(0.5) ? 1 : -1);
    const kind = random.below(6);
    if (kind < 4) {
      const key = `stock-${random.below(1_000_000)}`;
      await this.ask((api) => api.sales.stock(ACTOR, saleId, { by, reason: 'test' }, key));
    } else if (kind === 4) {
      await this.ask((api) => api.sales.pause(ACTOR, saleId, 'test'));
      await scheduler.sleep(this.process, random.below(2_000));
      await this.ask((api) => api.sales.resume(ACTOR, saleId, 'test'), 8);
    } else if (random.chance(0.15)) {
      await this.ask((api) => api.sales.end(ACTOR, saleId, 'test'));
    }
  }

  /** Archives the sale as soon as it is over and nothing in it is held any longer. */
  private async archivist(): Promise<void> {
    const { scheduler, saleId, terms } = this.world;
    await scheduler.sleep(this.process, terms.lastsMs);
    await this.again((api) => api.sales.archive(ACTOR, saleId, 'test'), 40);
  }

  private async remover(): Promise<void> {
    const { scheduler, random, saleId } = this.world;
    await scheduler.sleep(this.process, random.below(3_000));
    await this.again((api) => api.sales.remove(ACTOR, saleId), 6);
  }

  /** Asks until it is done; refusals may be of the moment. */
  private async again(call: (api: Api) => Promise<unknown>, tries: number): Promise<void> {
    const { scheduler, random } = this.world;
    for (let left = tries; left > 0; left -= 1) {
      try {
        await this.ask(call);
        return;
      } catch (error) {
        if (error instanceof AppError && error.status === 404) {
          return;
        }
        if (isBug(error)) {
          throw error;
        }
      }
      await scheduler.sleep(this.process, 100 + random.below(900));
    }
  }
}

const ACTOR = {
  userId: 'member',
  email: 'member@example.org',
  role: 'owner',
  ip: null,
  requestId: null,
} as never;

/** A key is free six seconds after the last word of its process. */
const KEY_MS = 9_000;

/** Whether a command begins or ends this request. */
function isAbout({ owner, field }: { owner: string; field: string }) {
  return ({ text }: Command<unknown>) => text?.().includes(`fsonce:${owner} ${field} `) === true;
}

const GIVES_UP = new Set([
  'SOLD_OUT',
  'SALE_ENDED',
  'HOLD_EXPIRED',
  'WRONG_HOLD',
  'ALREADY_BOUGHT',
  'SALE_NOT_FOUND',
]);

/** What a lost command brings about is no bug; a wrong type or a number out of range is. */
function isBug(error: unknown): boolean {
  return isMistake(error) || error instanceof ReplyError;
}

function isWorthAnother(error: unknown): boolean {
  return !(error instanceof AppError) || error.status >= 500;
}
