import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Queue } from 'bullmq';
import { Redis } from 'ioredis';
import type { Bench, Figure, Scenario } from '../bench.ts';
import { askPosition, type Buyer, confirm, emailOf, join, joinAll, spread } from '../buyers.ts';
import { type ClassicJob, keysOf, prefixOf, QUEUE, type Variant } from '../classic/classic.ts';
import { startClassic } from '../classic/start.ts';
import { type Connection, openConnection } from '../connection.ts';
import { cpuBetween, readCpu } from '../cpu.ts';
import { median, perSecond } from '../stats.ts';
import { waitForGrants } from '../wait-for-grants.ts';

const IN_FLIGHT = 64;
const UNITS = 100;
const BUYERS = 300;
/** The retrying design may never sell its last units. */
const PATIENCE_MS = 90_000;

interface Sold {
  /** CPU of all processes for one purchase, in µs. */
  cpuUs: number;
  /** From the first request to the last hold. */
  lastHoldMs: number;
  unsold: number;
  /** Units that went to buyers who came after as many others as there were units. */
  behindTheCut: number;
  /** When each unit was granted, in s, and to which place of the line. */
  grants: [seconds: number, place: number][];
}

/** 300 buyers at once for 100 units, and those who got one pay: ours beside the usual design, on the same engines. */
export const classic: Scenario = {
  name: 'classic',
  async run(bench, { isQuick }) {
    const ours = await sellOurs(bench);
    bench.series.push({ plot: 'order', label: 'ours', points: ours.grants });
    const tuned = await sellClassic(bench, 'tuned');
    const beside = [
      ...figuresOf('ours', ours),
      ...figuresOf('classic, tuned', tuned),
      ratio('CPU of a purchase, classic tuned ÷ ours', tuned.cpuUs / ours.cpuUs, '≥ 10'),
      ratio('time to the last hold, tuned ÷ ours', tuned.lastHoldMs / ours.lastHoldMs, '> 1'),
    ];
    if (isQuick) {
      return beside;
    }
    const retrying = await sellClassic(bench, 'retrying');
    const lost = await loseHolds(bench);
    bench.series.push({ plot: 'order', label: 'classic, retrying', points: retrying.grants });
    return [
      ...beside,
      ...figuresOf('classic, retrying', retrying),
      {
        what: 'classic, retrying: of 100 holds that run out together, never given back',
        value: lost,
        unit: '',
        goal: '–',
      },
      ...(await compareRates(bench)),
      ratio('CPU of a purchase, classic ÷ ours', retrying.cpuUs / ours.cpuUs, '≥ 10'),
      ratio('time to the last hold, classic ÷ ours', retrying.lastHoldMs / ours.lastHoldMs, '≥ 20'),
    ];
  },
};

const ratio = (what: string, value: number, goal: string): Figure => ({
  what,
  value,
  unit: '×',
  goal,
});

function figuresOf(name: string, sold: Sold): Figure[] {
  const isOurs = name === 'ours';
  const goal = isOurs ? '0' : '–';
  return [
    { what: `${name}: CPU of a purchase`, value: sold.cpuUs, unit: 'µs', goal: '–' },
    { what: `${name}: first request to last hold`, value: sold.lastHoldMs, unit: 'ms', goal: '–' },
    {
      what: `${name}: first request to the middle hold`,
      value: median(sold.grants.map(([seconds]) => seconds * 1_000)),
      unit: 'ms',
      goal: '–',
    },
    { what: `${name}: units behind the cut`, value: sold.behindTheCut, unit: '', goal },
    {
      what: `${name}: units unsold after ${PATIENCE_MS / 1_000} s`,
      value: sold.unsold,
      unit: '',
      goal,
    },
  ];
}

async function sellOurs(bench: Bench): Promise<Sold> {
  const connections = await bench.connections(IN_FLIGHT);
  const saleId = await bench.createSale({ startingQuantity: UNITS });
  const before = readCpu(bench.pids);
  const buyers = await joinAll(connections, saleId, BUYERS);
  const grants = await waitForGrants(bench, saleId, UNITS);
  const log = await bench.logOf(saleId);
  const given = log.flatMap((entry) =>
    entry.type === 'grant' ? entry.holds.map(({ seq }) => ({ seq, at: entry.at })) : [],
  );
  const holders = new Set(given.map(({ seq }) => seq));
  const places = log.flatMap((entry) => (entry.type === 'join' ? [entry.seq] : []));
  const behindTheCut = places.slice(UNITS).filter((seq) => holders.has(seq)).length;
  const isHolder = await spread(connections, buyers, isHeld);
  await spread(
    connections,
    buyers.filter((_, at) => isHolder[at]),
    confirm,
  );
  const cpuUs = sumOf(cpuBetween(before, readCpu(bench.pids))) / UNITS;
  await bench.judge(saleId);
  return {
    cpuUs,
    lastHoldMs: grants.lastAt - grants.firstJoinAt,
    unsold: UNITS - isHolder.filter(Boolean).length,
    behindTheCut,
    grants: given.map(({ seq, at }) => [
      Math.max(1, at - grants.firstJoinAt) / 1_000,
      places.indexOf(seq) + 1,
    ]),
  };
}

async function sellClassic(bench: Bench, variant: Variant): Promise<Sold> {
  const system = await startClassic(variant, bench.stack);
  const redis = new Redis(bench.stack.redis);
  try {
    const connections = await openConnections(system.api);
    const [first] = connections as [Connection];
    const body = { startingQuantity: UNITS };
    const made = await first.send({ method: 'POST', path: '/flash-sales', body });
    const flashSaleId: string = JSON.parse(made.text).id;
    const keys = keysOf(variant, flashSaleId);
    const pids = { ...bench.pids, ...system.pids };
    const before = readCpu(pids);
    const startedAt = performance.now();
    const buyers = Array.from({ length: BUYERS }, (_, place): Buyer => {
      return { email: emailOf(place), flashSaleId, cookie: '', state: 'waiting' };
    });
    await spread(connections, buyers, ({ send }, { email }) =>
      send({ method: 'POST', path: '/orders/buy', body: { email, flashSaleId } }),
    );
    let lastHoldMs = 0;
    const seenAt: number[] = [];
    for (let granted = 0; granted < UNITS && performance.now() - startedAt < PATIENCE_MS; ) {
      await sleep(50);
      const now = await redis.llen(keys.granted);
      lastHoldMs = now > granted ? performance.now() - startedAt : lastHoldMs;
      seenAt.push(...Array.from({ length: now - granted }, () => lastHoldMs));
      granted = now;
    }
    const granted = await redis.lrange(keys.granted, 0, -1);
    const joined = await redis.lrange(keys.joined, 0, -1);
    const late = new Set(joined.slice(UNITS));
    const isHolder = new Set(granted);
    // The server closes connections that were idle while the line was served.
    const paying = await openConnections(system.api);
    await spread(
      paying,
      buyers.filter(({ email }) => isHolder.has(email)),
      confirm,
    );
    const cpuUs = sumOf(cpuBetween(before, readCpu(pids))) / Math.max(1, granted.length);
    for (const connection of [...connections, ...paying]) {
      connection.close();
    }
    return {
      cpuUs,
      lastHoldMs,
      unsold: UNITS - granted.length,
      behindTheCut: granted.filter((email) => late.has(email)).length,
      grants: granted
        .slice(0, seenAt.length)
        .map((email, at) => [(seenAt[at] ?? Number.NaN) / 1_000, joined.indexOf(email) + 1]),
    };
  } finally {
    redis.disconnect();
    await system.stop();
  }
}

const HOLDS = 100;
const RUN_OUT_MS = 1_000;
const SETTLED_MS = 15_000;

/** The job of each hold tries the lock once, and gives up when another one has it. */
async function loseHolds(bench: Bench): Promise<number> {
  const system = await startClassic('retrying', bench.stack);
  const redis = new Redis(bench.stack.redis, { maxRetriesPerRequest: null });
  const queue = new Queue<ClassicJob>(QUEUE, { connection: redis, prefix: prefixOf('retrying') });
  try {
    const saleId = randomUUID();
    const { inventory } = keysOf('retrying', saleId);
    await redis.set(inventory, '0');
    const jobs = Array.from({ length: HOLDS }, (_, place) => ({
      name: 'release_hold',
      data: { email: emailOf(place), saleId },
      opts: { delay: RUN_OUT_MS, removeOnComplete: true, removeOnFail: true },
    }));
    await queue.addBulk(jobs);
    await sleep(RUN_OUT_MS + SETTLED_MS);
    return HOLDS - Number(await redis.get(inventory));
  } finally {
    await queue.close();
    redis.disconnect();
    await system.stop();
  }
}

const RATED_BUYERS = 3_000;

interface Rates {
  buy: number;
  position: number;
}

/** Answers a second with 64 in flight, while nothing else is asked: a place in line, and where it is. */
async function compareRates(bench: Bench): Promise<Figure[]> {
  const connections = await bench.connections(IN_FLIGHT);
  const saleId = await bench.createSale({ startingQuantity: RATED_BUYERS, fastPassPercent: 0 });
  const buyers = (connection: Connection, place: number) => join(connection, saleId, place);
  const ours = await rate(connections, buyers, askPosition);
  const system = await startClassic('retrying', bench.stack);
  try {
    const theirs = await openConnections(system.api);
    const [first] = theirs as [Connection];
    const body = { startingQuantity: RATED_BUYERS };
    const made = await first.send({ method: 'POST', path: '/flash-sales', body });
    const flashSaleId: string = JSON.parse(made.text).id;
    const buy = async ({ send }: Connection, place: number): Promise<Buyer> => {
      const email = emailOf(place);
      await send({ method: 'POST', path: '/orders/buy', body: { email, flashSaleId } });
      return { email, flashSaleId, cookie: '', state: 'waiting' };
    };
    const classicRates = await rate(theirs, buy, isHeld);
    for (const connection of theirs) {
      connection.close();
    }
    return [
      ...(['buy', 'position'] as const).flatMap((step) => [
        { what: `ours: ${step}, 64 in flight`, value: ours[step], unit: '/s', goal: '–' },
        {
          what: `classic: ${step}, 64 in flight`,
          value: classicRates[step],
          unit: '/s',
          goal: '–',
        },
        ratio(`${step}s a second, ours ÷ classic`, ours[step] / classicRates[step], '≥ 1'),
      ]),
    ];
  } finally {
    await system.stop();
  }
}

async function rate(
  connections: readonly Connection[],
  buy: (connection: Connection, place: number) => Promise<Buyer>,
  ask: (connection: Connection, buyer: Buyer) => Promise<unknown>,
): Promise<Rates> {
  const places = Array.from({ length: RATED_BUYERS }, (_, place) => place);
  const beganAt = performance.now();
  const buyers = await spread(connections, places, buy);
  const joinedAt = performance.now();
  const answers = await spread(connections, buyers, ask);
  const askedAt = performance.now();
  return {
    buy: perSecond(buyers.length, joinedAt - beganAt),
    position: perSecond(answers.length, askedAt - joinedAt),
  };
}

const openConnections = (api: string) =>
  Promise.all(Array.from({ length: IN_FLIGHT }, () => openConnection(api)));

async function isHeld(
  connection: Connection,
  { email, flashSaleId, cookie }: Buyer,
): Promise<boolean> {
  const path = `/orders/position?email=${encodeURIComponent(email)}&flashSaleId=${flashSaleId}`;
  const answer = await connection.send({ method: 'GET', path, headers: { cookie } });
  return JSON.parse(answer.text).hasActiveHold === true;
}

const sumOf = (times: Record<string, number>) =>
  Object.values(times).reduce((sum, ms) => sum + ms, 0) * 1_000;
