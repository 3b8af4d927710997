import type { Engine } from '@flash/reservation';
import { createLogger } from '@flash/shared-config';
import { describe, expect, test } from 'vitest';
import type { LiveSales } from '../base/live-sales.ts';
import { createMetrics } from '../base/metrics.ts';
import type { OtherWorkers, Reach } from './mongo-reachability.ts';
import { createOutage, moveHolds } from './outage.ts';

const log = createLogger({ name: 'test', level: 'silent', isProduction: true });

function setup() {
  const world = {
    time: 0,
    seen: 'there' as Reach,
    others: 'none' as OtherWorkers,
    movedMs: 0,
    moves: 0,
    asked: 0,
    redis: 'there' as 'there' | 'away',
    testified: 0,
  };
  const alerts: string[] = [];
  const outage = createOutage({
    reach: async () => world.seen,
    tellOthers: async () => {
      world.testified += 1;
    },
    async askOthers() {
      world.asked += 1;
      if (world.redis === 'away') {
        throw new Error('Redis is away');
      }
      return world.others;
    },
    moveHolds: async (byMs) => {
      world.movedMs += byMs;
      world.moves += 1;
    },
    alert: (kind, saleId, details) => alerts.push(JSON.stringify([kind, saleId, details])),
    metrics: createMetrics(),
    log,
    now: () => world.time,
  });
  const pass = async (ms: number) => {
    for (let passed = 0; passed < ms; passed += 500) {
      world.time += 500;
      await outage.check();
    }
  };
  return { world, outage, pass, alerts };
}

describe('an outage of MongoDB', () => {
  test('gives every hold back exactly the time in which no buyer could pay', async () => {
    const { world, outage, pass } = setup();
    await pass(5_000);
    world.seen = 'away';
    await pass(10_000);
    expect(outage.isAway()).toBe(true);
    world.seen = 'there';
    await pass(500);
    expect(outage.isAway()).toBe(false);
    expect(world.movedMs).toBe(10_500);
    await pass(5_000);
    expect(world.movedMs).toBe(10_500);
  });

  test('is told to a person when it lasts, and not when a new primary is elected within seconds', async () => {
    const { world, pass, alerts } = setup();
    for (let election = 0; election < 2; election += 1) {
      world.seen = 'away';
      await pass(10_000);
      expect(alerts).toEqual([]);
      world.seen = 'there';
      await pass(500);
    }
    world.seen = 'away';
    await pass(10_500);
    expect(alerts).toEqual(['["database",null,{"awaySeconds":10,"otherWorkers":"away as well"}]']);
    world.others = 'contradicts';
    await pass(1_000);
    expect(alerts.at(-1)).toContain('"otherWorkers":"reach it"');
    const count = alerts.length;
    world.seen = 'there';
    await pass(20_000);
    expect(alerts).toHaveLength(count);
  });

  test('does not extend holds because a single worker is cut off', async () => {
    const { world, pass } = setup();
    world.seen = 'away';
    world.others = 'contradicts';
    await pass(10_000);
    world.seen = 'there';
    await pass(500);
    expect(world.movedMs).toBe(0);
  });

  test('gives the time back once, however many workers see it', async () => {
    const { world, pass } = setup();
    world.seen = 'away';
    world.others = 'leads';
    await pass(10_000);
    world.others = 'none';
    await pass(2_000);
    world.seen = 'there';
    await pass(500);
    expect(world.movedMs).toBeLessThanOrEqual(3_000);
    expect(world.movedMs).toBeGreaterThanOrEqual(2_000);
  });

  test('neither begins nor ends while the worker itself is too late to judge', async () => {
    const { world, outage, pass } = setup();
    world.seen = 'unclear';
    await pass(2_000);
    expect(outage.isAway()).toBe(false);
    world.seen = 'away';
    await pass(500);
    world.seen = 'unclear';
    await pass(1_000);
    expect(outage.isAway()).toBe(true);
    world.seen = 'there';
    await pass(500);
    expect(world.movedMs).toBe(4_000);
  });

  test('is given back a second at a time, and asks the others only while it lasts', async () => {
    const { world, outage, pass } = setup();
    await pass(5_000);
    expect(world.asked).toBe(0);
    world.seen = 'away';
    await pass(500);
    expect([world.moves, world.asked]).toEqual([0, 1]);
    await pass(500);
    expect([world.moves, world.movedMs]).toEqual([1, 1_000]);
    // No time has gone by since the last step: no hold is moved by nothing.
    world.seen = 'there';
    await outage.check();
    expect([world.moves, world.testified]).toEqual([1, 11]);
  });

  test('is told also while Redis is away when no worker knows what the others see', async () => {
    const { world, outage, alerts } = setup();
    Object.assign(world, { seen: 'away', redis: 'away' });
    await expect(outage.check()).rejects.toThrow('Redis');
    world.time += 10_000;
    await expect(outage.check()).rejects.toThrow('Redis');
    expect(alerts).toEqual(['["database",null,{"awaySeconds":10,"otherWorkers":"not known"}]']);
  });

  test('keeps the worker from asking until it is over', async () => {
    const { world, outage, pass } = setup();
    const mayAsk = [];
    for (const seen of ['there', 'away', 'there'] as const) {
      world.seen = seen;
      await pass(500);
      mayAsk.push(outage.mayAsk());
    }
    expect(mayAsk).toEqual([true, false, true]);
  });

  test('keeps a worker whose read failed from asking again until MongoDB answered', async () => {
    const { world, outage, pass } = setup();
    outage.suspect();
    world.seen = 'unclear';
    await pass(500);
    expect(outage.mayAsk()).toBe(false);
    world.seen = 'there';
    await pass(500);
    expect(outage.mayAsk()).toBe(true);
  });
});

test('the holds of every sale move that has any, once, also when one of them cannot be reached', async () => {
  const shots: Record<string, object> = {
    held: { kind: 'snapshot', held: 1, claimed: 0 },
    claimed: { kind: 'snapshot', held: 0, claimed: 1 },
    empty: { kind: 'snapshot', held: 0, claimed: 0 },
    lost: { kind: 'unavailable', why: 'missing', held: 1, claimed: 1 },
    young: { kind: 'snapshot', held: 2, claimed: 2 },
  };
  const moved: string[] = [];
  const engine = {
    hinted: async () => ['held', 'young'],
    async snapshot(saleId: string) {
      if (saleId === 'silent') {
        throw new Error('no answer');
      }
      return shots[saleId];
    },
    shift: async (saleId: string, { byMs }: { byMs: number }) =>
      void moved.push(`${saleId} ${byMs}`),
  } as unknown as Engine;
  const listed = ['silent', 'held', 'claimed', 'empty', 'lost'].map((id) => ({ id }));
  const liveSales = { list: () => listed } as unknown as LiveSales;
  await moveHolds({ engine, liveSales, log }, 1_000);
  expect(moved.sort()).toEqual(['claimed 1000', 'held 1000', 'young 1000']);
});
