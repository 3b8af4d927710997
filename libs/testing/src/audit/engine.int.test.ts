import type { Database } from '@flash/database';
import type { AuditedOrder } from '@flash/fairness';
import { createEngine, type Unavailable } from '@flash/reservation';
import { afterAll, describe, expect, test } from 'vitest';
import { buildSaleRules, newId } from '../builders.ts';
import { testRedis } from '../engines/for-tests.ts';
import { createFakeClock } from '../fake-clock.ts';
import { createSeeded, type Seeded, seedOfRun } from '../seeded.ts';
import { auditSale, type DatabaseReader } from './audit-sale.ts';

const redis = testRedis();
afterAll(() => redis.disconnect());

type Done<T extends { kind: string }> = Exclude<T, Unavailable>;

function must<T extends { kind: string }>(outcome: T): Done<T> {
  if (outcome.kind === 'unavailable') {
    throw new Error('the engine would not act');
  }
  return outcome as Done<T>;
}

/** The real engine, and orders that are committed the moment a buyer pays. */
async function openSale(seeded: Seeded) {
  const clock = createFakeClock();
  const engine = createEngine(redis, { now: clock.now });
  const saleId = newId();
  const stock = 10 + seeded.below(40);
  const rules = buildSaleRules(clock.now(), { fastPassPercent: 10 });
  const sale = {
    id: saleId,
    epoch: 1,
    stock,
    currentQuantity: stock,
    startsAt: rules.startsAt,
    endsAt: rules.endsAt,
    honourHoldsAfterEnd: true,
    adjusts: [],
    restoring: null,
  };
  const orders: AuditedOrder[] = [];
  const database: DatabaseReader = {
    sales: { get: async () => sale },
    orders: {
      async *export() {
        yield* orders;
      },
    },
    blocks: {
      async *all() {},
    },
  };
  must(await engine.activate(saleId, rules, { epoch: 1, stock }));
  await engine.lock(saleId, 'token', 3_600_000);

  async function drain(): Promise<void> {
    for (;;) {
      const batch = { token: 'token', max: 1 + seeded.below(5), clearWake: true };
      let outcome = must(await engine.grant(saleId, batch));
      if (outcome.kind === 'check_units') {
        outcome = must(await engine.grant(saleId, { ...batch, units: outcome.units }));
      }
      if (outcome.kind !== 'granted') {
        return;
      }
    }
  }

  async function pay(buyer: string): Promise<void> {
    const token = `t${seeded.below(1e9)}`;
    const claimed = must(await engine.claim(saleId, { buyer, token, leaseMs: 5_000 }));
    if (claimed.kind !== 'claimed') {
      return;
    }
    const { attempt, hold } = claimed;
    if (seeded.chance(0.3)) {
      must(await engine.void(saleId, { buyer, attempt }));
      return;
    }
    const id = `order-${orders.length}`;
    orders.push({ id, buyer, unit: hold.unit, fence: attempt, live: true, unitReturn: null });
    sale.currentQuantity -= 1;
    must(await engine.settle(saleId, { buyer, unit: hold.unit, attempt, orderId: id }));
  }

  async function refund(order: AuditedOrder | undefined): Promise<void> {
    if (!order?.live) {
      return;
    }
    Object.assign(order, { live: false, unitReturn: 'done' });
    sale.currentQuantity += 1;
    const { buyer, unit, fence: attempt } = order;
    must(await engine.refund(saleId, { buyer, unit, attempt }));
  }

  async function adjust(by: number): Promise<void> {
    const outcome = must(await engine.adjust(saleId, { id: `a${seeded.below(1e9)}`, by }));
    if (outcome.kind !== 'adjusted') {
      return;
    }
    sale.stock += by;
    sale.currentQuantity += by;
  }

  return { clock, engine, saleId, sale, orders, database, drain, pay, refund, adjust };
}

type OpenSale = Awaited<ReturnType<typeof openSale>>;

async function step(sale: OpenSale, seeded: Seeded): Promise<void> {
  const { engine, saleId, clock } = sale;
  const buyer = `b${seeded.below(60)}`;
  const actions: (() => Promise<unknown>)[] = [
    () => engine.join(saleId, { buyer, bearer: true }),
    () => engine.join(saleId, { buyer, bearer: true }),
    () => engine.join(saleId, { buyer, bearer: true }),
    () => sale.pay(buyer),
    () => sale.pay(buyer),
    () => engine.extend(saleId, { buyer }),
    () => engine.leave(saleId, { buyer }),
    () => (seeded.chance(0.2) ? engine.release(saleId, { buyer }) : sale.pay(buyer)),
    () => (seeded.chance(0.1) ? engine.remove(saleId, { buyer }) : sale.pay(buyer)),
    () => sale.refund(seeded.chance(0.2) ? seeded.pick(sale.orders) : undefined),
    () => sale.adjust(seeded.chance(0.5) ? 1 : -1),
    async () => clock.advance(seeded.below(700)),
  ];
  await seeded.pick(actions)?.();
  await engine.sweep(saleId, { max: 500 });
  await sale.drain();
}

describe('the auditor and the real engine', () => {
  test('are given the real database in the same way', () => {
    const fits: Database extends DatabaseReader ? true : false = true;
    expect(fits).toBe(true);
  });

  const first = seedOfRun();

  test.each([first, first + 1, first + 2])('agree on what is right (seed %d)', async (seed) => {
    const seeded = createSeeded(seed);
    const sale = await openSale(seeded);
    for (let i = 0; i < 250; i += 1) {
      await step(sale, seeded);
    }
    expect(await auditSale(sale)).toEqual([]);
    expect((await sale.engine.readLog(sale.saleId, 1, 10_000)).length).toBeGreaterThan(60);
    await sale.engine.drop(sale.saleId);
  });

  test('agree on what is wrong: keys changed by hand, an order lost', async () => {
    const seeded = createSeeded(first);
    const sale = await openSale(seeded);
    const hasOrder = () => sale.orders.some((order) => order.live);
    for (let i = 0; i < 120 || !hasOrder(); i += 1) {
      await step(sale, seeded);
    }
    await sale.engine.join(sale.saleId, { buyer: 'last', bearer: true });
    sale.clock.advance(1);
    const line = `fsq:{${sale.saleId}}`;
    await redis.zadd(line, 1, 'ghost');
    const codesOf = async () => (await auditSale(sale)).map(({ code }) => code);
    expect(await codesOf()).toContain('LOG_DIFFERS');
    await redis.zrem(line, 'ghost');
    const lost = sale.orders.findIndex((order) => order.live);
    sale.orders.splice(lost, 1);
    expect(await codesOf()).toEqual(
      expect.arrayContaining(['WRONG_QUANTITY', 'SOLD_WITHOUT_ORDER']),
    );
    await sale.engine.drop(sale.saleId);
  });
});
