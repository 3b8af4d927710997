import { setTimeout as sleep } from 'node:timers/promises';
import type { Database, Order, Sale } from '@flash/database';
import { createElection, type Election } from '@flash/reservation';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createMetrics } from '../base/metrics.ts';
import { createBlockCodec } from '../log-store/block-codec.ts';
import { openLogReader } from '../log-store/log-reader.ts';
import { payingOf } from '../testing/payment.ts';
import { openStage, type Stage, until } from '../testing/stage.ts';
import { createLiveAuditor, type LiveAuditor } from './auditor.ts';
import { inspect } from './inspect.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

/** As a worker has one, which is called this. */
function auditorOf(
  name: string,
  changed: { db?: Database; election?: Election } = {},
): LiveAuditor {
  return createLiveAuditor({
    ...{ engine: stage.engine, redis: stage.redis, db: stage.db, restoreGraceMs: 0 },
    codec: createBlockCodec(),
    election: createElection(stage.redis, name),
    ...changed,
    alert: () => {},
    metrics: createMetrics(),
  });
}

async function look(auditor: LiveAuditor, { id }: Sale) {
  const shot = await stage.engine.snapshot(id);
  const n = shot.kind === 'snapshot' ? shot.n : 0;
  await until('a look is due', async () => auditor.dueIn(id, n) === 0);
  return auditor.audit(id, n);
}

const openSale = () => stage.openSale({ startingQuantity: 5, fastPassPercent: 0 });

async function sell(sale: Sale): Promise<Order> {
  const paying = payingOf(stage, sale);
  const { buyer } = await paying.hold();
  return paying.buy(buyer);
}

test('a worker looks at a sale as soon as the lead of the one that judged it ends, and that one may be dead', async () => {
  const sale = await openSale();
  const leader = `fslead:audit:${sale.id}`;
  await stage.redis.set(leader, 'a worker that died', 'PX', 2_500);
  const auditor = auditorOf('living');
  expect(await look(auditor, sale)).toBeNull();
  const dueInMs = auditor.dueIn(sale.id, 1) ?? 0;
  expect(dueInMs).toBeGreaterThan(0);
  expect(dueInMs).toBeLessThanOrEqual(1_600);
  expect(await look(auditor, sale)).toMatchObject({ violations: [], drift: [], isFull: true });
});

test('a worker that learns late how long another one still leads waits no shorter for it', async () => {
  const sale = await openSale();
  await stage.redis.set(`fslead:audit:${sale.id}`, 'a worker that died', 'PX', 2_500);
  const election = createElection(stage.redis, 'late');
  const slow: Election = {
    ...election,
    async ledForMs(name, ttlMs) {
      await sleep(100);
      return election.ledForMs(name, ttlMs);
    },
  };
  const auditor = auditorOf('late', { election: slow });
  expect(await look(auditor, sale)).toBeNull();
  expect(await look(auditor, sale)).toMatchObject({ isFull: true });
});

test('a look that took long for another reason than the orders puts off the reading of the orders by nothing', async () => {
  const sale = await openSale();
  async function* slowly(saleId: string) {
    await sleep(500);
    yield* stage.db.blocks.all(saleId);
  }
  const auditor = auditorOf('slow', {
    db: { ...stage.db, blocks: { ...stage.db.blocks, all: slowly } },
  });
  expect(await look(auditor, sale)).toMatchObject({ isFull: true });
  await sell(sale);
  expect(await look(auditor, sale)).toMatchObject({ violations: [], isFull: true });
});

describe('a look that reads no orders, because there are many, counts them', () => {
  async function lookBriefly(sale: Sale) {
    const deps = { ...stage, codec: createBlockCodec() };
    const found = await inspect(deps, sale.id, await openLogReader(deps, sale, 0), false);
    return found?.violations.map(({ code }) => code);
  }

  test('and finds a unit that is sold to no order', async () => {
    const sale = await openSale();
    const { id } = await sell(sale);
    expect(await lookBriefly(sale)).toEqual([]);
    await stage.db.orders.refund(id, { returnUnit: true });
    await stage.db.orders.unitReturned(id);
    expect(await lookBriefly(sale)).toEqual(['ORDERS_DIFFER']);
  });

  test('and finds an order whose unit is not sold', async () => {
    const sale = await openSale();
    const paying = payingOf(stage, sale);
    const { buyer } = await paying.hold();
    const claimed = await paying.claim(buyer, 60_000);
    await paying.commit(claimed);
    expect(await lookBriefly(sale)).toEqual([]);
    await stage.engine.void(sale.id, { buyer, attempt: claimed.attempt });
    expect(await lookBriefly(sale)).toEqual(['ORDERS_DIFFER']);
  });

  test('and takes a unit that a refund has yet to bring back for no error', async () => {
    const sale = await openSale();
    const { id } = await sell(sale);
    await stage.db.orders.refund(id, { returnUnit: true });
    expect(await lookBriefly(sale)).toEqual([]);
  });
});
