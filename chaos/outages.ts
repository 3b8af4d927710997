// npm run chaos -- --outages [--waiting n]: how long buyers wait for the next hold when a part of the system fails.
import { expectCleanSale, waitFor } from '@flash/testing';
import { fillLine } from '../bench/fill.ts';
import type { App } from './app.ts';
import type { Mongod } from './mongod.ts';
import { openSale } from './open-sale.ts';
import { GRACE_MS, type World } from './world.ts';

export interface Outage {
  what: string;
  /** From the harm to the first new hold that a buyer was told who waited before it. */
  ms: number;
  goalMs: number;
  /** What else was seen. */
  note: string;
}

interface Visitor {
  email: string;
  ticket: string;
}

interface Harmed {
  /** What the goal allows on top, as the time in which Redis reads its data. */
  extraMs: number;
  note: string;
}

const STOCK = 20;
/** Of the visitors so many hold a unit; the others come next, before the crowd. */
const VISITORS = 2 * STOCK;
const CALL_MS = 2_000;
const PAUSE_MS = 25;
const PATIENCE_MS = 120_000;

/** One sale with a crowd in line, in which one part after the other fails. */
export async function playOutages(
  world: World,
  waiting: number,
  say: (line: string) => void,
): Promise<Outage[]> {
  const saleId = await openSale(world, {
    ...{ name: 'Outages', startingQuantity: STOCK, fastPassPercent: 0, holdTtlSeconds: 3_600 },
  });
  const visitors = await queueUp(world, saleId, waiting, say);
  const holders = visitors.slice(0, STOCK);
  const line = visitors.slice(STOCK);
  const outages: Outage[] = [];

  /** A holder gives the unit back as soon as the system lets it, and the next in line waits for it. */
  const play = async (what: string, goalMs: number, harm: () => Promise<() => Promise<Harmed>>) => {
    const [holder, next] = [holders.shift(), line.shift()];
    if (!holder || !next) {
      throw new Error('no visitor is left');
    }
    await allStored(world, saleId);
    const startedAt = performance.now();
    const settle = await harm();
    await Promise.all([
      untilAnswered(() => ask(world, saleId, holder, 'leave')),
      waitFor(async () => (await ask(world, saleId, next, 'position')).state === 'held', {
        ...{ timeoutMs: PATIENCE_MS, intervalMs: PAUSE_MS, what: `the next hold: ${what}` },
      }),
    ]);
    const ms = Math.round(performance.now() - startedAt);
    const { extraMs, note } = await settle();
    holders.push(next);
    outages.push({ what, ms, goalMs: goalMs + extraMs, note });
    say(`${what}: ${ms} ms${note && ` (${note})`}`);
    await world.heal();
  };

  await play('nothing fails', 1_000, async () => nothingMore);
  for (const app of world.apps) {
    const kind = app.kind === 'api' ? 'an API' : 'a worker';
    await play(`${kind} is killed (${app.name})`, 3_000, () => killed(app));
  }
  await play('Redis is killed and started again', 3_000, () => redisKilled(world));
  const emptiedMs = waiting > 100_000 ? 30_000 : 15_000;
  await play('Redis loses everything', emptiedMs, async () => {
    await world.own.redis.flushall();
    return nothingMore;
  });
  await play('MongoDB is killed: holds go on', 3_000, () => killed(world.mongod));
  const paid = await untilPaid(world, saleId, holders);
  say(`${paid.what}: ${paid.ms} ms`);
  outages.push(paid);
  await judge(world, saleId);
  return outages;
}

const nothingMore = async (): Promise<Harmed> => ({ extraMs: 0, note: '' });

/** It stays away while the next hold is waited for. */
async function killed(process: Pick<App | Mongod, 'stop'>) {
  await process.stop('SIGKILL');
  return nothingMore;
}

/** It is started at once, as a supervisor does; to read its data is its own time. */
async function redisKilled({ redisServer }: World) {
  await redisServer.stop('SIGKILL');
  const startedAt = performance.now();
  const started = redisServer.start().then(() => Math.round(performance.now() - startedAt));
  return async (): Promise<Harmed> => {
    const extraMs = await started;
    return { extraMs, note: `of it ${extraMs} ms until Redis had read its data` };
  };
}

/** MongoDB is killed and started again at once: how long until an order is confirmed? */
async function untilPaid(world: World, saleId: string, holders: Visitor[]): Promise<Outage> {
  const buyer = holders.shift();
  if (!buyer) {
    throw new Error('no visitor holds a unit');
  }
  const startedAt = performance.now();
  await world.mongod.stop('SIGKILL');
  const started = world.mongod.start();
  await untilAnswered(() => ask(world, saleId, buyer, 'confirm'));
  const ms = Math.round(performance.now() - startedAt);
  await started;
  await world.heal();
  return { what: 'MongoDB is killed and started again: an order', ms, goalMs: 10_000, note: '' };
}

/** The visitors one by one, so that their order is known; behind them the crowd, by the engine itself. */
async function queueUp(
  world: World,
  saleId: string,
  waiting: number,
  say: (line: string) => void,
): Promise<Visitor[]> {
  const visitors: Visitor[] = [];
  for (let i = 0; i < VISITORS; i += 1) {
    const visitor = { email: `visitor-${i}@load.test`, ticket: '' };
    await untilAnswered(() => ask(world, saleId, visitor, 'buy'));
    visitors.push(visitor);
  }
  const startedAt = performance.now();
  await fillLine(world.own.engine, saleId, { from: 0, count: waiting - (VISITORS - STOCK) });
  await allStored(world, saleId);
  const seconds = Math.round((performance.now() - startedAt) / 1_000);
  say(`${waiting.toLocaleString('en')} wait, after ${seconds} s`);
  return visitors;
}

/** What the log has not stored may come back with its buyer only, by the ticket. */
async function allStored({ own }: World, saleId: string): Promise<void> {
  const isStored = async () => {
    const shot = await own.engine.snapshot(saleId);
    const last = await own.database.blocks.last(saleId);
    return shot.kind === 'snapshot' && (last?.to ?? 0) >= shot.n;
  };
  const what = 'the log to be stored';
  await waitFor(isStored, { timeoutMs: PATIENCE_MS, intervalMs: 50, what });
}

interface Answer {
  status: number;
  state?: string | undefined;
}

let asked = 0;

/** Asks one API after the other, as a proxy before both would. */
async function ask(
  { apis }: World,
  flashSaleId: string,
  visitor: Visitor,
  what: 'buy' | 'position' | 'leave' | 'confirm',
): Promise<Answer> {
  const url = apis[asked++ % apis.length]?.url ?? '';
  const { email, ticket } = visitor;
  const who = { email, flashSaleId };
  const isRead = what === 'position';
  const answer = await fetch(
    `${url}/orders/${what}${isRead ? `?${new URLSearchParams(who)}` : ''}`,
    {
      method: isRead ? 'GET' : 'POST',
      headers: {
        ...(isRead ? {} : { 'content-type': 'application/json' }),
        ...(ticket ? { 'x-ticket': ticket } : {}),
      },
      ...(isRead ? {} : { body: JSON.stringify(who) }),
      signal: AbortSignal.timeout(CALL_MS),
    },
  );
  visitor.ticket = answer.headers.get('x-ticket') ?? ticket;
  const { state } = (await answer.json()) as { state?: string };
  return { status: answer.status, state };
}

/** Repeats what could not be done yet. */
async function untilAnswered(ask: () => Promise<Answer>): Promise<void> {
  const isDone = async () => (await ask()).status === 200;
  await waitFor(isDone, { timeoutMs: PATIENCE_MS, intervalMs: PAUSE_MS, what: 'a 200' });
}

/** Each visitor was served in turn, and the log of all that happened keeps every rule. */
async function judge({ own }: World, saleId: string): Promise<void> {
  await expectCleanSale({
    ...{ saleId, engine: own.engine, database: own.database, timeoutMs: PATIENCE_MS },
    // Parts were away: times are not judged here.
    options: { graceMs: GRACE_MS, exempt: [{ from: 0, to: Number.MAX_SAFE_INTEGER }] },
  });
}
