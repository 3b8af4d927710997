import { createLogger } from '@flash/shared-config';
import { describe, expect, test } from 'vitest';
import { createMetrics } from '../base/metrics.ts';
import type { OtherWorkers, Reach } from './mongo-reachability.ts';
import { createOutage } from './outage.ts';

function setup() {
  const world = {
    time: 0,
    seen: 'there' as Reach,
    others: 'none' as OtherWorkers,
    movedMs: 0,
    testified: 0,
  };
  const alerts: string[] = [];
  const outage = createOutage({
    reach: async () => world.seen,
    tellOthers: async () => {
      world.testified += 1;
    },
    askOthers: async () => world.others,
    moveHolds: async (byMs) => {
      world.movedMs += byMs;
    },
    alert: (kind, saleId, details) => alerts.push(JSON.stringify([kind, saleId, details])),
    metrics: createMetrics(),
    log: createLogger({ name: 'test', level: 'silent', isProduction: true }),
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
