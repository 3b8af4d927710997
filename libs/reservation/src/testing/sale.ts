import { buildSaleRules, newId, testRedis } from '@flash/testing';
import type { Redis } from 'ioredis';
import { onTestFinished } from 'vitest';
import { createEngine } from '../engine/engine.ts';
import { keysOf } from '../keys.ts';
import type { Unavailable } from '../outcomes.ts';
import type { SaleRules } from '../rules.ts';

/** Opens a sale of its own on a real Redis, with a clock that the test moves; gone after the test. */
export async function openTestSale(opts: {
  stock: number;
  rules?: Partial<SaleRules>;
  redis?: Redis;
}) {
  const redis = opts.redis ?? connectTestRedis();
  const clock = { now: 1_800_000_000_000 };
  const engine = createEngine(redis, { now: () => clock.now });
  const saleId = newId();
  const rules = testRules(clock.now, opts.rules);
  must(await engine.activate(saleId, rules, { epoch: 1, stock: opts.stock }));
  const token = 'drain';
  await engine.lock(saleId, token, 60_000);
  onTestFinished(async () => {
    if (redis.status === 'ready') {
      await engine.drop(saleId);
    }
  });

  return {
    redis,
    clock,
    engine,
    saleId,
    rules,
    async join(...buyers: string[]) {
      const outcomes = [];
      for (const buyer of buyers) {
        outcomes.push(must(await engine.join(saleId, { buyer, bearer: false })));
      }
      return outcomes;
    },
    /** Grants like the worker, with every unit of the fast pass taken as checked. */
    async grant(max = 200) {
      let outcome = must(await engine.grant(saleId, { token, max, clearWake: true }));
      if (outcome.kind === 'check_units') {
        const { units } = outcome;
        outcome = must(await engine.grant(saleId, { token, max, clearWake: true, units }));
      }
      return outcome;
    },
    async claim(buyer: string, leaseMs = 5_000) {
      const outcome = must(await engine.claim(saleId, { buyer, token: newId(), leaseMs }));
      if (outcome.kind !== 'claimed') {
        throw new Error(`claim of ${buyer}: ${outcome.kind}`);
      }
      return outcome;
    },
    /** From a hold to a sold unit. */
    async buy(buyer: string) {
      const { attempt, hold } = await this.claim(buyer);
      const order = { buyer, unit: hold.unit, attempt, orderId: `order-${buyer}` };
      must(await engine.settle(saleId, order));
      return order;
    },
    async place(buyer: string) {
      const outcome = must(await engine.position(saleId, [buyer]));
      return outcome.places[0] ?? { state: 'none' as const };
    },
    /** Time goes by, and the log is being stored meanwhile. */
    async pass(ms: number) {
      const { n, epoch } = must(await engine.snapshot(saleId));
      must(await engine.stored(saleId, { epoch, n }));
      clock.now += ms;
    },
    sweep: async (max = 500) => must(await engine.sweep(saleId, { max })),
    snapshot: async () => must(await engine.snapshot(saleId)),
    log: () => engine.readLog(saleId, 1, 100_000),
    /** The log without its numbers and times. */
    async story(): Promise<string[]> {
      const raw = await redis.xrange(keysOf(saleId).log, '-', '+');
      return raw.map(([, [, text = '']]) => text.replace(/ \d+/, ''));
    },
  };
}

export type TestSale = Awaited<ReturnType<typeof openTestSale>>;

/** A connection of its own, closed after the test. */
export function connectTestRedis(): Redis {
  const redis = testRedis();
  onTestFinished(() => redis.disconnect());
  return redis;
}

export function testRules(now: number, changes: Partial<SaleRules> = {}): SaleRules {
  return buildSaleRules(now, { fastPassPercent: 0, ...changes });
}

/** The outcome, or a failed test when the engine would not act. */
export function must<T extends { kind: string }>(
  outcome: T | Unavailable,
): Exclude<T, Unavailable> {
  if (outcome.kind === 'unavailable') {
    throw new Error(`unavailable: ${(outcome as Unavailable).why}`);
  }
  return outcome as Exclude<T, Unavailable>;
}
