import { expect, test } from 'vitest';
import { createEngine } from '../engine/engine.ts';
import { connectTestRedis, must, openTestSale, type TestSale } from '../testing/sale.ts';

/** As many connections as a crowd of processes would have. */
function crowd(sale: TestSale, count: number) {
  return Array.from({ length: count }, () =>
    createEngine(connectTestRedis(), { now: () => sale.clock.now }),
  );
}

test('a hundred joins of one buyer in one millisecond are one place', async () => {
  const sale = await openTestSale({ stock: 5 });
  const outcomes = await Promise.all(
    crowd(sale, 100).map((engine) => engine.join(sale.saleId, { buyer: 'a', bearer: true })),
  );
  expect(outcomes.filter((one) => one.kind === 'joined')).toHaveLength(1);
  expect(outcomes.filter((one) => one.kind === 'already')).toHaveLength(99);
  expect((await sale.snapshot()).waiting).toBe(1);
});

test('drains that all hold the same lock never hand out a unit twice or out of order', async () => {
  const sale = await openTestSale({ stock: 300 });
  await sale.join(...Array.from({ length: 400 }, (_, i) => `b${i}`));
  const workers = crowd(sale, 8);
  const batches = await Promise.all(
    workers.flatMap((engine) =>
      Array.from({ length: 10 }, () =>
        engine.grant(sale.saleId, { token: 'drain', max: 7, clearWake: true }),
      ),
    ),
  );
  const holds = batches.flatMap((one) => (one.kind === 'granted' ? one.holds : []));
  holds.sort((a, b) => a.fence - b.fence);
  expect(holds.map((hold) => hold.buyer)).toEqual(Array.from({ length: 300 }, (_, i) => `b${i}`));
  expect(new Set(holds.map((hold) => hold.unit)).size).toBe(300);
  expect(await sale.snapshot()).toMatchObject({ free: 0, held: 300, waiting: 100, halted: '' });
});

test('of many attempts to pay for one hold one runs', async () => {
  const sale = await openTestSale({ stock: 1 });
  await sale.join('a');
  await sale.grant();
  const claims = await Promise.all(
    crowd(sale, 50).map((engine, i) =>
      engine.claim(sale.saleId, { buyer: 'a', token: `t${i}`, leaseMs: 5_000 }),
    ),
  );
  expect(claims.filter((one) => one.kind === 'claimed')).toHaveLength(1);
  expect(claims.filter((one) => one.kind === 'in_progress')).toHaveLength(49);
});

test('a claim, a leave, a release and the sweep of one hold have one winner', async () => {
  for (let round = 0; round < 20; round++) {
    const sale = await openTestSale({ stock: 1 });
    await sale.join('a');
    await sale.grant();
    await sale.pass(900_000 - (round % 2));
    const [one, two, three, four] = crowd(sale, 4);
    const outcomes = await Promise.all(
      [
        () => one?.claim(sale.saleId, { buyer: 'a', token: 't', leaseMs: 5_000 }),
        () => two?.leave(sale.saleId, { buyer: 'a' }),
        () => three?.release(sale.saleId, { buyer: 'a' }),
        () => four?.sweep(sale.saleId, { max: 500 }),
      ]
        .map((act, i, all) => all[(i + round) % all.length] ?? act)
        .map((act) => act()),
    );
    const winners = outcomes.filter(
      (outcome) =>
        outcome &&
        (['claimed', 'left', 'done'].includes(outcome.kind) ||
          (outcome.kind === 'swept' && outcome.expired.length > 0)),
    );
    expect(winners).toHaveLength(1);
    const { free, claimed, held, halted } = await sale.snapshot();
    expect([free + claimed, held, halted]).toEqual([1, 0, '']);
  }
});

test('of two processes that settle and void one attempt, one is too late', async () => {
  for (let round = 0; round < 20; round++) {
    const sale = await openTestSale({ stock: 1 });
    await sale.join('a');
    await sale.grant();
    const { attempt } = await sale.claim('a');
    const [one, two] = crowd(sale, 2);
    const order = { buyer: 'a', unit: 1, attempt, orderId: 'o' };
    const acts = [
      () => one?.settle(sale.saleId, order),
      () => two?.void(sale.saleId, { buyer: 'a', attempt }),
    ];
    const kinds = (await Promise.all((round % 2 ? acts.reverse() : acts).map((act) => act()))).map(
      (outcome) => outcome?.kind,
    );
    expect(kinds.filter((kind) => kind === 'stale')).toHaveLength(1);
    expect((await sale.snapshot()).halted).toBe('');
  }
});

test('the same change of stock sent by many counts once', async () => {
  const sale = await openTestSale({ stock: 5 });
  await Promise.all(
    crowd(sale, 20).map((engine) => engine.adjust(sale.saleId, { id: 'one', by: -2 })),
  );
  expect(must(await sale.engine.snapshot(sale.saleId))).toMatchObject({ stock: 3, free: 3 });
});
