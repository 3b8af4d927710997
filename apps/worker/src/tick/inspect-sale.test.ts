import type { LiveSale } from '@flash/database';
import type { Engine, Snapshot } from '@flash/reservation';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createClockReadings } from '../base/clock/clock-guard.ts';
import { createMetrics } from '../base/metrics.ts';
import { createSaleCache } from '../base/sale-cache.ts';
import { createInspectSale, isOpen, restOf, type SaleTasks } from './inspect-sale.ts';
import { createWakeTimers } from './wake-timers.ts';

const sale = { id: 's', epoch: 1, version: 1, adjusting: false, restoring: null } as LiveSale;

/** One hold that ends in a minute, read through whatever the clock of Redis says. */
function setup() {
  const said: string[] = [];
  const redis = { now: 1_000_000, away: false, server: 'a' };
  const task =
    (name: string) =>
    (...args: unknown[]) => {
      const span = args[1];
      said.push(span ? `${name} ${JSON.stringify(span)}` : name);
    };
  const tasks = Object.fromEntries(
    ['drain', 'sweep', 'rebuild', 'recover', 'moveHolds'].map((name) => [name, task(name)]),
  );
  const quiet = Object.fromEntries(
    ['store', 'intents', 'jobs', 'audit'].map((name) => [name, () => {}]),
  );
  const shot = {
    ...{
      kind: 'snapshot',
      epoch: 1,
      n: 1,
      held: 1,
      claimed: 0,
      sold: 0,
      waiting: 0,
      free: 0,
      version: 1,
    },
    ...{ startsAt: 0, endsAt: 9e12, lobbyOpensAt: 0, halted: '', graceUntil: 0, storedN: 7 },
    ...{ nextExpiryAt: 1_060_000, paused: false, closed: false },
  } as Snapshot;
  const clockReadings = createClockReadings();
  const inspectSale = createInspectSale({
    engine: {
      snapshot: async () => ({ ...shot, now: redis.now, server: redis.server }),
    } as unknown as Engine,
    tasks: { ...tasks, ...quiet } as unknown as SaleTasks,
    saleCache: createSaleCache(),
    clockReadings,
    wakeTimers: createWakeTimers(() => {}),
    alert: (kind) => said.push(`alert ${kind}`),
    metrics: createMetrics(),
    idleMs: 10_000,
    isDatabaseAway: () => redis.away,
  });
  const tick = async (serverMs = 250, of = sale) => {
    vi.advanceTimersByTime(250);
    redis.now += serverMs;
    said.length = 0;
    await inspectSale(of, 'own');
    return [...said];
  };
  return { redis, clockReadings, tick };
}

beforeEach(() => vi.useFakeTimers({ toFake: ['performance', 'setTimeout', 'clearTimeout'] }));
afterEach(() => vi.useRealTimers());

describe('when the clock of Redis is set forward by an hour', () => {
  test('no hold is taken back: the holds move along first, and it is said', async () => {
    const { tick } = setup();
    expect(await tick()).toEqual([]);
    expect(await tick(3_600_250)).toEqual(['alert clock']);
    expect(await tick()).toEqual(['moveHolds {"from":1000500,"to":4600500,"since":4600250}']);
  });

  test('nor is one of a sale that is looked at for the first time after the jump', async () => {
    const { tick } = setup();
    const other = { ...sale, id: 'other' };
    await tick();
    await tick(3_600_250);
    expect(await tick(250, other)).toEqual(['alert clock']);
    expect(await tick(250, other)).toEqual([
      'moveHolds {"from":1000750,"to":4600750,"since":4600250}',
    ]);
  });

  test('nor is one of a sale whose first inspection is answered after the jump, when a glance has read the clock before it', async () => {
    const { redis, clockReadings, tick } = setup();
    const now = performance.now();
    clockReadings.add('a', { server: redis.now, asked: now, steady: now });
    expect(await tick(3_600_250)).toEqual(['alert clock']);
    expect((await tick()).join()).toMatch(/^moveHolds/);
  });

  test('nor is one of a sale that was made after the clock was set back and before it is set right', async () => {
    const { tick } = setup();
    const other = { ...sale, id: 'other' };
    await tick();
    await tick(-599_750);
    expect(await tick(250, other)).toEqual([]);
    expect(await tick(600_250, other)).toEqual(['alert clock']);
    expect((await tick(250, other)).join()).toMatch(/^moveHolds/);
  });

  test('a sale on another master of a cluster, whose clock is ahead, is judged by that clock alone', async () => {
    const { redis, tick } = setup();
    const other = { ...sale, id: 'other' };
    const third = { ...sale, id: 'third' };
    await tick();
    Object.assign(redis, { server: 'b', now: redis.now + 50_000 });
    expect(await tick(250, other)).toEqual([]);
    expect(await tick(250, other)).toEqual([]);
    expect(await tick(3_600_250, third)).toEqual(['alert clock']);
  });

  test('nor is one by a worker that sees this clock for the first time: others, who saw it before, move the holds first', async () => {
    const { tick } = setup();
    expect(await tick(3_600_250)).toEqual([]);
    for (let waited = 0; waited < 1_750; waited += 250) {
      expect(await tick()).toEqual([]);
    }
    expect(await tick()).toEqual(['sweep']);
  });

  test('a hold that is due while the clock is steady is taken back', async () => {
    const { tick } = setup();
    for (let i = 0; i < 239; i += 1) {
      expect(await tick()).toEqual([]);
    }
    expect(await tick()).toEqual(['sweep']);
  });
});

describe('while MongoDB is away', () => {
  test('no hold is taken back', async () => {
    const { redis, tick } = setup();
    redis.away = true;
    for (let i = 0; i < 300; i += 1) {
      expect(await tick()).toEqual([]);
    }
    redis.away = false;
    expect(await tick()).toEqual(['sweep']);
  });
});

const IDLE_MS = 10_000;

function shot(changes: Partial<Snapshot>): Snapshot {
  return {
    ...{ kind: 'snapshot', epoch: 1, n: 1, seq: 0, serving: 0, fence: 0, stock: 10, granted: 0 },
    ...{ free: 10, held: 0, claimed: 0, sold: 0, waiting: 0, oldest: null, nextExpiryAt: null },
    ...{
      now: 1_000,
      lobbyOpensAt: 100,
      startsAt: 500,
      endsAt: 2_000,
      version: 1,
      graceUntil: 0,
      storedN: 0,
      server: 'a',
      lacksRules: false,
      logTypes: 0,
      nextLeaseAt: null,
    },
    ...{ paused: false, pauseReason: '', pauseSince: 0, message: '', closed: false, halted: '' },
    ...changes,
  };
}

describe('a sale rests', () => {
  const open = { startsAt: 0, lobbyOpensAt: 0, endsAt: 900_000 };
  test.each([
    ['as long as may be, when no buyer is there', {}, IDLE_MS],
    ['when buyers wait and nothing is free', { ...open, waiting: 5, free: 0 }, IDLE_MS],
    ['when all units are sold', { ...open, waiting: 5, free: 0, sold: 10 }, IDLE_MS],
    ['when a line is left over after the end', { waiting: 5, now: 3_000 }, IDLE_MS],
    ['while it is paused with a line', { ...open, waiting: 5, paused: true }, IDLE_MS],
    ['until the next hold is over', { ...open, held: 1, nextExpiryAt: 5_000 }, 4_000],
    ['until the next lease is over', { ...open, claimed: 1, nextLeaseAt: 1_300 }, 300],
    ['until its lobby opens', { now: 60 }, 40],
    ['until it begins, when buyers wait', { now: 200, waiting: 1 }, 300],
    ['until it ends, when buyers hold', { held: 1, nextExpiryAt: 9_000 }, 1_000],
    [
      'until places of an older epoch had time',
      { ...open, waiting: 1, free: 0, graceUntil: 1_500 },
      500,
    ],
    ['a second, while its log is being stored', { ...open, n: 2, storedN: 1 }, 1_000],
    ['not, when a hold is over', { ...open, held: 1, nextExpiryAt: 1_000 }, 0],
    ['not, when a lease is over', { ...open, claimed: 1, nextLeaseAt: 999 }, 0],
    ['not, when a buyer waits and a unit is free', { ...open, waiting: 1 }, 0],
    ['a second, while it is halted', { halted: 'stock' }, 1_000],
    [
      'a second, while rules are missing that an older release did not write',
      { lacksRules: true },
      1_000,
    ],
    ['as long as may be, before it begins and while no buyer waits', { now: 200 }, IDLE_MS],
    [
      'as long as may be, when it has just begun with nothing free',
      { now: 500, waiting: 1, free: 0 },
      IDLE_MS,
    ],
  ] as const)('%s', (_how, changes, restMs) => {
    expect(restOf(shot({ n: 1, storedN: 1, ...changes }), IDLE_MS)).toBe(restMs);
  });
});

describe('units are handed out', () => {
  test.each([
    ['inside the window', {}, true],
    ['not before it', { now: 499 }, false],
    ['from its first moment', { now: 500 }, true],
    ['not at its end', { now: 2_000 }, false],
    ['not while paused', { paused: true }, false],
    ['not when ended by hand', { closed: true }, false],
    ['not while halted', { halted: 'stock' }, false],
  ] as const)('%s', (_when, changes, expected) => {
    expect(isOpen(shot(changes))).toBe(expected);
  });
});
