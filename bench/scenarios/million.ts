import { createEngine, type Engine, keysOf } from '@flash/reservation';
import { buildSaleRules, createSeeded, newId, startPrivateRedis } from '@flash/testing';
import { Redis } from 'ioredis';
import type { Bench, Figure, Scenario } from '../bench.ts';
import { fillLine, joinOne } from '../fill.ts';
import { median, medianInterval, percentile, perSecond } from '../stats.ts';

const LARGE = Number(process.env.BENCH_WAITING ?? 1_000_000);
const SMALL = 1_000;
/** Where memory and speed are read while the line grows. */
const READ_AT = [1_000, 10_000, 100_000, 300_000, LARGE].filter((size) => size <= LARGE);
const STORE_EVERY = 20_000;
const PAIRS = 12;
/** Buyers who join, and are served, in one block of a pair. */
const BLOCK = 2_000;
const IN_FLIGHT = 64;
const GRANTED_AT_ONCE = 200;

interface Block {
  joinsPerSecond: number;
  joinP99Ms: number;
  grantsPerSecond: number;
}

/** A line of a million beside one of a thousand, in one Redis: what does a place in it cost? */
export const million: Scenario = {
  name: 'million',
  isLong: true,
  async run(bench) {
    const server = await startPrivateRedis({
      arguments: ['--appendonly', 'yes', '--appendfsync', 'everysec'],
    });
    const redis = new Redis(server.url);
    try {
      return await measure(bench, redis);
    } finally {
      redis.disconnect();
      await server.destroy();
    }
  },
};

async function measure(bench: Bench, redis: Redis): Promise<Figure[]> {
  const engine = createEngine(redis);
  const large = await openSale(engine);
  const growth = await grow(redis, engine, large);
  bench.series.push(
    { plot: 'throughput', label: 'joins', points: growth.rates },
    { plot: 'memory', label: 'bytes a buyer', points: growth.sizes },
  );
  const line = Number(await redis.memory('USAGE', keysOf(large).line, 'SAMPLES', '0'));
  await forgetRequests(redis);
  const later = (await usedMemory(redis)) - growth.emptyBytes;

  const pairs: { small: Block; large: Block }[] = [];
  let place = LARGE;
  const blockOf = async (saleId: string) => {
    const block = await measureBlock(engine, saleId, place);
    place += BLOCK;
    return block;
  };
  const smallBlock = async () => {
    const saleId = await openSale(engine);
    await fillLine(engine, saleId, { from: 0, count: SMALL });
    const block = await blockOf(saleId);
    await engine.drop(saleId);
    return block;
  };
  // The first one compiles what is hot, and is not counted.
  await smallBlock();
  for (let pair = 0; pair < PAIRS; pair += 1) {
    // In one order and then in the other, so that what the machine does besides hits both.
    const first = pair % 2 === 0 ? await smallBlock() : await blockOf(large);
    const second = pair % 2 === 0 ? await blockOf(large) : await smallBlock();
    const [small, big] = pair % 2 === 0 ? [first, second] : [second, first];
    pairs.push({ small, large: big });
  }
  const size = LARGE.toLocaleString('en');
  return [
    ...growth.figures,
    figure(
      `${size} wait: Redis holds for each, all keys, within ten minutes`,
      growth.bytes,
      'B',
      '–',
    ),
    figure(
      `${size} wait: the same when requests are no longer remembered`,
      later / LARGE,
      'B',
      '≤ 150',
    ),
    figure(`${size} wait: of it the line itself`, line / LARGE, 'B', '–'),
    ...ratios(`joins/s, ${size} ÷ ${SMALL.toLocaleString('en')} waiting`, pairs, 'joinsPerSecond'),
    ...ratios(
      `grants/s, ${size} ÷ ${SMALL.toLocaleString('en')} waiting`,
      pairs,
      'grantsPerSecond',
    ),
    figure(
      `join p99, ${SMALL.toLocaleString('en')} ÷ ${size} waiting, median of ${PAIRS} pairs`,
      median(pairs.map((pair) => pair.small.joinP99Ms / pair.large.joinP99Ms)),
      '×',
      '≥ 0.8',
    ),
    figure(
      `${size} wait: joins`,
      median(pairs.map((pair) => pair.large.joinsPerSecond)),
      '/s',
      '–',
    ),
    figure(
      `${size} wait: grants`,
      median(pairs.map((pair) => pair.large.grantsPerSecond)),
      '/s',
      '–',
    ),
  ];
}

const figure = (what: string, value: number, unit: string, goal: string): Figure => {
  return { what, value: Math.round(value * 100) / 100, unit, goal };
};

function ratios(
  what: string,
  pairs: readonly { small: Block; large: Block }[],
  name: keyof Block,
): Figure[] {
  const each = pairs.map((pair) => pair.large[name] / pair.small[name]);
  const [low] = medianInterval(each, createSeeded(1).next);
  return [
    figure(`${what}, median of ${PAIRS} pairs`, median(each), '×', '–'),
    figure(`${what}, lower end of its interval`, low, '×', '≥ 0.8'),
  ];
}

async function openSale(engine: Engine): Promise<string> {
  const saleId = newId();
  const rules = buildSaleRules(Date.now(), { fastPassPercent: 0 });
  const made = await engine.activate(saleId, rules, { epoch: 1, stock: 10_000_000 });
  if (made.kind !== 'activated') {
    throw new Error(`a sale of the bench: ${made.kind}`);
  }
  return saleId;
}

/** Fills the line and reads on the way what a place costs. */
async function grow(redis: Redis, engine: Engine, saleId: string) {
  const emptyBytes = await usedMemory(redis);
  const figures: Figure[] = [];
  const rates: [number, number][] = [];
  const sizes: [number, number][] = [];
  let bytes = Number.NaN;
  let waiting = 0;
  for (const aim of READ_AT) {
    const before = performance.now();
    const already = waiting;
    while (waiting < aim) {
      const count = Math.min(STORE_EVERY, aim - waiting);
      await fillLine(engine, saleId, { from: waiting, count });
      waiting += count;
      await noteStored(engine, saleId);
    }
    const rate = perSecond(aim - already, performance.now() - before);
    bytes = ((await usedMemory(redis)) - emptyBytes) / aim;
    rates.push([aim, rate]);
    sizes.push([aim, bytes]);
    const crowd = `line grows to ${aim.toLocaleString('en')}`;
    figures.push(
      figure(`${crowd}: joins by the engine`, rate, '/s', '–'),
      figure(`${crowd}: Redis memory for each`, bytes, 'B', '–'),
    );
  }
  return { emptyBytes, bytes, figures, rates, sizes };
}

/** The log is taken as stored, as the worker does it a few moments later. */
async function noteStored(engine: Engine, saleId: string): Promise<void> {
  const shot = await engine.snapshot(saleId);
  if (shot.kind !== 'snapshot') {
    throw new Error(`no snapshot: ${shot.why}`);
  }
  await engine.stored(saleId, { epoch: shot.epoch, n: shot.n, keep: 1_000 });
}

/** What Redis does by itself ten minutes after a join. */
async function forgetRequests(redis: Redis): Promise<void> {
  let cursor = '0';
  do {
    const [next, keys] = await redis.scan(cursor, 'MATCH', 'fsj:*', 'COUNT', 1_000);
    if (keys.length > 0) {
      await redis.del(...keys);
    }
    cursor = next;
  } while (cursor !== '0');
}

async function usedMemory(redis: Redis): Promise<number> {
  return Number(/used_memory:(\d+)/.exec(await redis.info('memory'))?.[1]);
}

async function measureBlock(engine: Engine, saleId: string, from: number): Promise<Block> {
  const times: number[] = [];
  let next = from;
  const oneByOne = async () => {
    while (next < from + BLOCK) {
      const place = next;
      next += 1;
      const before = performance.now();
      await joinOne(engine, saleId, place);
      times.push(performance.now() - before);
    }
  };
  const before = performance.now();
  await Promise.all(Array.from({ length: IN_FLIGHT }, oneByOne));
  const joinedMs = performance.now() - before;
  const grantedMs = await grantSome(engine, saleId);
  await noteStored(engine, saleId);
  return {
    joinsPerSecond: perSecond(BLOCK, joinedMs),
    joinP99Ms: percentile(times, 0.99),
    grantsPerSecond: perSecond(BLOCK, grantedMs),
  };
}

async function grantSome(engine: Engine, saleId: string): Promise<number> {
  const token = 'bench';
  await engine.lock(saleId, token, 60_000);
  const before = performance.now();
  for (let granted = 0; granted < BLOCK; granted += GRANTED_AT_ONCE) {
    const outcome = await engine.grant(saleId, { token, max: GRANTED_AT_ONCE, clearWake: true });
    if (outcome.kind !== 'granted') {
      throw new Error(`a grant of the bench: ${outcome.kind}`);
    }
  }
  const ms = performance.now() - before;
  await engine.unlock(saleId, token);
  return ms;
}
