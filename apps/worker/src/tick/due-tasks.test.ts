import type { LiveSale } from '@flash/database';
import type { Engine, Snapshot, Unavailable } from '@flash/reservation';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createClockReadings } from '../base/clock/clock-guard.ts';
import { createMetrics } from '../base/metrics.ts';
import { createSaleCache } from '../base/sale-cache.ts';
import { createInspectSale, type SaleTasks } from './inspect-sale.ts';
import type { Share } from './sale-shares.ts';

const NOW = 1_000_000;
const IDLE_MS = 10_000;

/** Open, with a line and nothing free: nothing is due, but for what watches every sale. */
const calm: Snapshot = {
  ...{ kind: 'snapshot', epoch: 1, n: 5, seq: 0, serving: 0, fence: 0, stock: 3, granted: 0 },
  ...{ free: 0, held: 1, claimed: 0, sold: 2, waiting: 2, oldest: null, nextExpiryAt: NOW + 9e6 },
  ...{ now: NOW, lobbyOpensAt: 0, startsAt: 0, endsAt: NOW + 9e6, version: 3, graceUntil: 0 },
  ...{ storedN: 5, server: 'a', lacksRules: false, logTypes: 0, nextLeaseAt: null },
  ...{ paused: false, pauseReason: '', pauseSince: 0, message: '', closed: false, halted: '' },
};
const watched = ['jobs', 'audit 5'];

function openWorker({ isDatabaseAway = false } = {}) {
  const said: string[] = [];
  const woken: number[] = [];
  const say =
    (name: string) =>
    (_sale: unknown, ...args: unknown[]) =>
      void said.push([name, ...args.filter((one) => typeof one !== 'object')].join(' '));
  const names = ['drain', 'store', 'intents', 'jobs', 'audit', 'rebuild', 'recover', 'moveHolds'];
  const tasks = Object.fromEntries(names.map((name) => [name, say(name)]));
  const sweep = (_sale: string, afterEnd: number | null) => void said.push(`sweep ${afterEnd}`);
  const saleCache = createSaleCache();
  let answer: Snapshot | Unavailable = calm;
  let tookMs = 0;
  const inspectSale = createInspectSale({
    engine: {
      async snapshot() {
        vi.advanceTimersByTime(tookMs);
        return answer;
      },
    } as unknown as Engine,
    tasks: { ...tasks, sweep } as unknown as SaleTasks,
    clockReadings: createClockReadings(),
    wakeTimers: { at: (_sale, inMs) => void woken.push(inMs), forget: () => {}, close: () => {} },
    alert: (kind) => void said.push(`alert ${kind}`),
    ...{ saleCache, metrics: createMetrics(), idleMs: IDLE_MS, random: () => 0.5 },
    isDatabaseAway: () => isDatabaseAway,
  });
  interface More {
    shot?: Partial<Snapshot> | Unavailable;
    sale?: Partial<LiveSale>;
    share?: Share;
    answeredInMs?: number;
  }
  async function inspect({ shot = {}, sale = {}, share = 'own', answeredInMs = 0 }: More = {}) {
    tookMs = answeredInMs;
    said.length = woken.length = 0;
    answer = 'kind' in shot && shot.kind === 'unavailable' ? shot : { ...calm, ...shot };
    const live = { id: 's', epoch: 1, version: 3, adjusting: false, restoring: null, ...sale };
    const restMs = await inspectSale(live as LiveSale, share);
    return { said: [...said], woken: [...woken], restMs };
  }
  return { inspect, cached: saleCache.of('s') };
}

/** A worker that has watched the clock for so long that it may take holds back. */
async function openTrusted(options = {}) {
  const worker = openWorker(options);
  await worker.inspect({ shot: { now: NOW - 2_000 } });
  vi.advanceTimersByTime(2_000);
  return worker;
}

beforeEach(() => vi.useFakeTimers({ toFake: ['performance', 'setTimeout', 'clearTimeout'] }));
afterEach(() => vi.useRealTimers());

test('a calm sale rests nearly as long as may be, a little less so that sales do not keep step', async () => {
  expect(await openWorker().inspect()).toEqual({
    said: watched,
    woken: [9e6, 9e6],
    restMs: 9_500,
  });
});

test('a sale that cannot be read is recovered, and looked at again at once', async () => {
  const shot = { kind: 'unavailable', why: 'missing' } as const;
  const found = await openWorker().inspect({ shot });
  expect(found).toEqual({ said: ['recover missing'], woken: [], restMs: 0 });
});

test('in another epoch than the record a sale is recovered, and nothing else is done', async () => {
  const found = await openWorker().inspect({ sale: { epoch: 2 } });
  expect(found).toEqual({ said: ['recover epoch'], woken: [], restMs: 0 });
});

test('a sale whose restoring is not noted as finished is recovered, and goes on meanwhile', async () => {
  const sale = { restoring: { epoch: 2 } } as unknown as Partial<LiveSale>;
  const { said, restMs } = await openWorker().inspect({ sale });
  expect([said, restMs]).toEqual([['recover epoch', ...watched], 0]);
});

test('a sale that halted is told and rebuilt', async () => {
  const { said } = await openWorker().inspect({ shot: { halted: 'stock' } });
  expect(said).toEqual(['alert halted', 'rebuild stock', ...watched]);
});

describe('besides, in a sale of its own a worker', () => {
  test.each<[string, string[], Partial<Snapshot>, Partial<LiveSale>]>([
    ['stores what the log has more', ['store'], { storedN: 4 }, {}],
    ['carries newer rules to Redis', ['intents'], {}, { version: 4 }],
    [
      'carries rules to Redis that an older release did not write',
      ['intents'],
      { lacksRules: true },
      {},
    ],
    ['goes on with a change of stock', ['intents'], {}, { adjusting: true }],
    ['leaves rules alone that Redis has already', [], {}, { version: 2 }],
  ])('%s', async (_what, more, shot, sale) => {
    const { said } = await openWorker().inspect({ shot, sale });
    expect(said).toEqual(['jobs', ...more, 'audit 5']);
  });

  test('looks at a change of stock again within a second', async () => {
    expect((await openWorker().inspect({ sale: { adjusting: true } })).restMs).toBe(1_000);
  });
});

test('while MongoDB is away only jobs go on, and no hold is taken back', async () => {
  const worker = await openTrusted({ isDatabaseAway: true });
  const shot = { nextExpiryAt: NOW, storedN: 4, free: 1 };
  const { said } = await worker.inspect({ shot, sale: { version: 4 } });
  expect(said).toEqual(['drain', 'jobs']);
});

test.each(['second', 'other'] as const)(
  'in a sale of others (%s) only that is done which buyers wait for',
  async (share) => {
    const worker = await openTrusted();
    const shot = { nextExpiryAt: NOW, storedN: 4, free: 1 };
    const found = await worker.inspect({ share, shot });
    expect(found).toEqual({ said: ['sweep null', 'drain'], woken: [], restMs: 0 });
  },
);

describe('holds are taken back', () => {
  test.each<[string, Partial<Snapshot>, string[]]>([
    ['when one is over', { nextExpiryAt: NOW }, ['sweep null']],
    ['when a lease is over', { nextLeaseAt: NOW }, ['sweep null']],
    ['not a millisecond earlier', { nextExpiryAt: NOW + 1, nextLeaseAt: NOW + 1 }, []],
    ['at the end of the sale, when it may take back all', { endsAt: NOW }, ['sweep 5']],
    ['when the sale is ended by hand', { closed: true }, ['sweep 5']],
    ['not at the end, when none is left', { closed: true, held: 0, nextExpiryAt: null }, []],
  ])('%s', async (_when, shot, swept) => {
    const worker = await openTrusted();
    expect((await worker.inspect({ shot })).said).toEqual([...swept, ...watched]);
  });

  test('at the end until a sweep has left nothing to be taken back, and again after any change', async () => {
    const worker = await openTrusted();
    const ended = (n: number) => worker.inspect({ shot: { closed: true, n, storedN: n } });
    expect(await ended(5)).toMatchObject({ said: ['sweep 5', ...watched], restMs: 0 });
    worker.cached.sweptAfterEnd = 5;
    expect(await ended(5)).toMatchObject({ said: watched, restMs: 9_500 });
    expect((await ended(6)).said).toEqual(['sweep 6', 'jobs', 'audit 6']);
  });

  test('not before the moment until which the holds may still be moved', async () => {
    const worker = await openTrusted();
    worker.cached.sweepAfter = performance.now() + 1;
    expect((await worker.inspect({ shot: { nextExpiryAt: NOW } })).said).toEqual(watched);
  });
});

test('no hold is taken back while the holds still have to move with the clock', async () => {
  const worker = await openTrusted();
  worker.cached.jump = { from: NOW - 100_000, to: NOW, since: NOW };
  const { said } = await worker.inspect({ shot: { nextExpiryAt: NOW } });
  expect(said).toEqual(['moveHolds', ...watched]);
});

test('holds of a new sale are taken back at once by a worker that has watched its clock in other sales', async () => {
  const { inspect } = openWorker();
  await inspect({ sale: { id: 'other' }, shot: { now: NOW - 2_000 } });
  vi.advanceTimersByTime(2_000);
  expect((await inspect({ shot: { nextExpiryAt: NOW } })).said).toEqual(['sweep null', ...watched]);
});

test('an answer that took half a minute is not taken for a clock that was set back before the sale was made', async () => {
  const { inspect } = openWorker();
  await inspect({ sale: { id: 'other' } });
  expect((await inspect({ answeredInMs: 30_001 })).said).toEqual(['alert clock', ...watched]);
});

test('two jumps of the clock before the holds have moved are one, from before the first', async () => {
  const { inspect, cached } = openWorker();
  await inspect();
  await inspect({ shot: { now: NOW + 60_000 } });
  const { restMs } = await inspect({ shot: { now: NOW + 120_000 } });
  expect([cached.jump, restMs]).toMatchObject([{ from: NOW, to: NOW + 120_000 }, 0]);
});
