import type { LiveSale } from '@flash/database';
import { type Glance, noticeChannel, outboxChannel, workChannel } from '@flash/reservation';
import { createLogger, type RedisClient } from '@flash/shared-config';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createClockReadings } from '../base/clock/clock-guard.ts';
import { createMetrics } from '../base/metrics.ts';
import { createSaleCache } from '../base/sale-cache.ts';
import { createPollingSchedule } from './polling-schedule.ts';
import type { Share } from './sale-shares.ts';
import { createTicker, listenForChanges } from './ticker.ts';

const log = createLogger({ name: 'test', level: 'silent', isProduction: true });
const TICK_MS = 250;
const GLANCE_MS = 500;

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** Sales of this worker that rest for an hour after each inspection, unless something is told of them. */
function setup(ids: readonly string[] = ['a', 'b']) {
  const world = {
    ids: [...ids],
    shares: new Map<string, Share>(),
    restMs: 3_600_000,
    /** What a glance finds, and the server that it finds it on. */
    moved: [] as string[],
    server: 'one',
    now: 1_000_000,
    /** By how much the clock is set between two answers of one glance; null: there is one answer. */
    setMeanwhile: null as number | null,
    fails: false,
    inspecting: null as Promise<void> | null,
  };
  const inspected: string[] = [];
  const glances: string[] = [];
  const lost: string[] = [];
  const saleCache = createSaleCache();
  const saleOf = (id: string) => ({ id }) as LiveSale;
  const polling = createPollingSchedule({ now: () => performance.now() });
  const ticker = createTicker({
    engine: {
      async glance(seen, isDeep) {
        glances.push(`${seen.map(({ saleId, n }) => `${saleId}${n}`).join(' ')} ${isDeep}`);
        const steady = performance.now();
        const saleIds = seen.map(({ saleId }) => saleId);
        const moved = saleIds.filter((id) => world.moved.includes(id));
        const one = { server: world.server, now: world.now + steady, asked: steady, steady };
        const given = [{ ...one, saleIds, moved }] as Glance[];
        if (world.setMeanwhile !== null) {
          given.push({
            ...one,
            now: one.now + world.setMeanwhile,
            saleIds: [],
            moved: [],
          } as Glance);
        }
        return given;
      },
    },
    liveSales: {
      list: () => world.ids.map(saleOf),
      get: (id) => (world.ids.includes(id) ? saleOf(id) : undefined),
    } as Parameters<typeof createTicker>[0]['liveSales'],
    shares: { of: (id) => world.shares.get(id) ?? 'own' },
    async inspectSale({ id }, share) {
      inspected.push(share === 'own' ? id : `${id} ${share}`);
      await world.inspecting;
      if (world.fails) {
        throw new Error('no answer');
      }
      Object.assign(saleCache.of(id), { n: 7, server: world.server });
      return world.restMs;
    },
    onLost: (id) => void lost.push(id),
    ...{ saleCache, polling, clockReadings: createClockReadings(), metrics: createMetrics(), log },
    ...{ tickMs: TICK_MS, glanceMs: GLANCE_MS },
  });
  const pass = async (ms: number) => {
    inspected.length = 0;
    await vi.advanceTimersByTimeAsync(ms);
    return [...inspected].sort();
  };
  return { world, ticker, polling, saleCache, inspected, glances, lost, pass };
}

async function started(ids?: readonly string[]) {
  const all = setup(ids);
  all.ticker.start();
  await all.pass(0);
  return all;
}

describe('a tick', () => {
  test('inspects every sale at the start, and then what is due', async () => {
    const { world, ticker, inspected, pass } = setup();
    world.restMs = 400;
    ticker.start();
    expect(inspected.sort()).toEqual(['a', 'b']);
    expect(await pass(399)).toEqual([]);
    expect(await pass(101)).toEqual(['a', 'b']);
    await ticker.stop();
    expect(await pass(10_000)).toEqual([]);
  });

  test('looks again at the next tick at a sale whose inspection failed', async () => {
    const { world, ticker, pass } = setup(['a']);
    world.fails = true;
    ticker.start();
    expect(await pass(TICK_MS)).toEqual(['a']);
    await ticker.stop();
  });

  test('inspects fifty sales at once, and the others as these are done', async () => {
    const ids = Array.from({ length: 60 }, (_, i) => `s${i}`);
    const { world, ticker, inspected, pass } = setup(ids);
    let goOn = () => {};
    world.inspecting = new Promise((resolve) => {
      goOn = resolve;
    });
    ticker.start();
    await vi.advanceTimersByTimeAsync(TICK_MS);
    expect(inspected).toHaveLength(50);
    goOn();
    await vi.advanceTimersByTimeAsync(0);
    expect(new Set(inspected).size).toBe(60);
    await pass(0);
    await ticker.stop();
  });
});

describe('a sale of other workers', () => {
  test('is inspected when something is told of it, and again at every tick while something is due', async () => {
    const { world, ticker, pass } = setup(['a']);
    world.shares.set('a', 'other');
    ticker.start();
    expect(await pass(10_000)).toEqual([]);
    ticker.prompt('a');
    expect(await pass(0)).toEqual([]);
    world.restMs = TICK_MS;
    ticker.prompt('a');
    expect(await pass(TICK_MS)).toEqual(['a other']);
    world.restMs = TICK_MS + 1;
    expect(await pass(TICK_MS)).toEqual(['a other']);
    expect(await pass(3_600_000)).toEqual([]);
    await ticker.stop();
  });

  test('is told to be lost, and one that comes is inspected', async () => {
    const { world, ticker, lost, pass } = await started();
    world.shares.set('a', 'second');
    expect(await pass(TICK_MS)).toEqual(['a second']);
    expect(lost).toEqual(['a']);
    world.shares.set('a', 'other');
    expect(await pass(TICK_MS)).toEqual([]);
    world.shares.set('a', 'own');
    expect(await pass(TICK_MS)).toEqual(['a']);
    expect(lost).toEqual(['a']);
    await ticker.stop();
  });
});

describe('a prompt', () => {
  test('has a sale inspected at once, unless it is gone or the worker is not at work', async () => {
    const { world, ticker, pass, inspected } = await started();
    ticker.prompt('a');
    ticker.prompt('unknown');
    expect(inspected).toEqual(['a']);
    await pass(0);
    world.ids = ['b'];
    ticker.prompt('a');
    expect(inspected).toEqual([]);
    await ticker.stop();
    ticker.prompt('b');
    expect(inspected).toEqual([]);
  });
});

describe('a glance', () => {
  test('compares the own sales that rest, every fifth time deeply', async () => {
    const { world, ticker, glances, pass } = await started(['a', 'b', 'c']);
    world.shares.set('b', 'second');
    world.ids = ['a', 'b'];
    await pass(5 * GLANCE_MS);
    expect(glances).toEqual([...Array(4).fill('a7 false'), 'a7 true']);
    await ticker.stop();
  });

  test('compares no sale that is gone since the last tick, and none that is due', async () => {
    const { world, ticker, polling, glances } = await started(['a', 'b', 'c']);
    world.ids = ['a', 'b'];
    polling.hint('b');
    ticker.glance();
    await vi.advanceTimersByTimeAsync(0);
    expect(glances).toEqual(['a7 false']);
    await ticker.stop();
  });

  test('has those inspected that moved, and no other', async () => {
    const { world, ticker, pass } = await started();
    world.moved = ['b'];
    expect(await pass(GLANCE_MS)).toEqual(['b']);
    world.moved = [];
    expect(await pass(GLANCE_MS)).toEqual([]);
    await ticker.stop();
  });

  test('that finds nothing leaves what is due to the next tick', async () => {
    const { world, ticker, pass } = setup(['a', 'b']);
    world.restMs = 260;
    ticker.start();
    await pass(0);
    world.restMs = 3_600_000;
    await pass(TICK_MS);
    await pass(20);
    ticker.glance();
    expect(await pass(0)).toEqual([]);
    expect(await pass(TICK_MS)).toEqual(['a', 'b']);
    await ticker.stop();
  });

  test('leaves one alone that was inspected meanwhile', async () => {
    const { world, ticker, saleCache, polling, pass } = await started(['a']);
    world.moved = ['a'];
    await pass(0);
    ticker.glance();
    saleCache.of('a').n = 8;
    expect(await pass(0)).toEqual([]);
    expect(polling.isDue('a')).toBe(false);
    await ticker.stop();
  });

  test('finds sales on another server than before', async () => {
    const { world, ticker, pass } = await started();
    world.server = 'two';
    expect(await pass(GLANCE_MS)).toEqual(['a', 'b']);
    await ticker.stop();
  });

  test.each([
    [60_000, ['a', 'b']],
    [0, []],
  ])(
    'has all inspected when the clock is set (by %i ms) while it is read, also the first time',
    async (setMeanwhile, found) => {
      const { world, ticker, pass } = await started();
      world.setMeanwhile = setMeanwhile;
      ticker.glance();
      expect(await pass(0)).toEqual(found);
      await ticker.stop();
    },
  );

  test('notes what the clock showed first of a sale whose first inspection takes long', async () => {
    const { world, ticker, saleCache, pass } = setup(['a']);
    const started = performance.now();
    world.inspecting = new Promise(() => {});
    ticker.start();
    await pass(GLANCE_MS);
    const { clock, clockSince } = saleCache.of('a');
    const seen = started + GLANCE_MS;
    expect([clock?.server, clock?.steady, clockSince]).toEqual([world.now + seen, seen, seen]);
    world.now += 600_000;
    await pass(20 * GLANCE_MS);
    expect(saleCache.of('a')).toMatchObject({ clock, clockSince });
  });

  test('has all inspected after the clock of their server was set', async () => {
    const { world, ticker, saleCache, pass } = await started();
    expect(await pass(GLANCE_MS)).toEqual([]);
    world.now += 60_000;
    ticker.glance();
    saleCache.of('a').n = 8;
    expect(await pass(0)).toEqual(['a', 'b']);
    expect(await pass(GLANCE_MS)).toEqual([]);
    await ticker.stop();
  });
});

describe('what is heard', () => {
  test('is told on by its channel, and a gap once the channels are heard again', async () => {
    const said: string[] = [];
    const listeners = new Map<string, (...args: string[]) => void>();
    const subscriber = {
      on: (event: string, listener: () => void) => void listeners.set(event, listener),
      off: (event: string) => void listeners.delete(event),
      subscribe: async (...channels: string[]) => void said.push(`hear ${channels.length}`),
      unsubscribe: async () => void said.push('deaf'),
    } as unknown as RedisClient;
    const tell = (name: string) => (saleId?: string) => void said.push(`${name} ${saleId}`);
    const stop = await listenForChanges(subscriber, {
      ...{ onChange: tell('change'), onWork: tell('work'), onOutbox: tell('outbox') },
      ...{ onGap: () => void said.push('gap'), log },
    });
    const hear = (channel: string, text: string) => listeners.get('message')?.(channel, text);
    hear('another', 'd');
    hear(noticeChannel, 'a 1 7 join');
    hear(workChannel, 'b');
    hear(outboxChannel, 'c');
    listeners.get('ready')?.();
    await vi.advanceTimersByTimeAsync(0);
    await stop();
    expect(said).toEqual([
      ...['hear 3', 'change a', 'work b', 'outbox undefined', 'hear 3', 'gap', 'deaf'],
    ]);
    expect([...listeners]).toEqual([]);
  });
});
