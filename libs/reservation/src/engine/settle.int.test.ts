import { expect, test } from 'vitest';
import { createCaller } from '../call/call.ts';
import { keysOf } from '../keys.ts';
import { must, openTestSale } from '../testing/sale.ts';

async function claimed(stock = 2) {
  const sale = await openTestSale({ stock });
  await sale.join('a');
  await sale.grant();
  const { attempt } = await sale.claim('a');
  return { sale, order: { buyer: 'a', unit: 1, attempt, orderId: 'o1' } };
}

test('an order settles its own attempt, once', async () => {
  const { sale, order } = await claimed();
  expect(await sale.engine.settle(sale.saleId, order)).toEqual({
    kind: 'settled',
    epoch: 1,
    n: 5,
  });
  expect(await sale.engine.settle(sale.saleId, order)).toMatchObject({ kind: 'already' });
  expect(await sale.snapshot()).toMatchObject({ free: 1, held: 0, claimed: 0, sold: 1, n: 5 });
  expect((await sale.story()).at(-1)).toBe(`settle a 1 ${order.attempt}`);
  expect(await sale.place('a')).toMatchObject({ state: 'sold', seq: 1_000_000_001 });
});

test('an attempt that is not the running one settles nothing', async () => {
  const { sale, order } = await claimed();
  const stale = { kind: 'stale', epoch: 1 };
  const other = { ...order, attempt: order.attempt - 1 };
  expect(await sale.engine.settle(sale.saleId, other)).toEqual(stale);
  expect(await sale.engine.settle(sale.saleId, { ...order, buyer: 'b' })).toEqual(stale);
  await sale.engine.settle(sale.saleId, order);
  expect(await sale.engine.settle(sale.saleId, other)).toEqual(stale);
});

test('an order for another unit than the claimed one halts', async () => {
  const { sale, order } = await claimed();
  const outcome = await sale.engine.settle(sale.saleId, { ...order, unit: 2 });
  expect(outcome).toEqual({ kind: 'unavailable', why: 'halted' });
  expect(await sale.snapshot()).toMatchObject({ halted: 'settle', claimed: 1, sold: 0 });
});

test('a claim without its lease halts instead of being sold', async () => {
  const { sale, order } = await claimed();
  await sale.redis.del(keysOf(sale.saleId).claims);
  expect(await sale.engine.settle(sale.saleId, order)).toMatchObject({ why: 'halted' });
});

test('a declined attempt leaves the hold as it was; the next one has a fence of its own', async () => {
  const { sale, order } = await claimed();
  const voided = must(await sale.engine.void(sale.saleId, order));
  expect(voided).toEqual({
    kind: 'held',
    hold: {
      buyer: 'a',
      seq: 1_000_000_001,
      unit: 1,
      fence: 1_000_000_001,
      expiresAt: sale.clock.now + 900_000,
      price: 1_999,
      extensionsLeft: 1,
    },
    epoch: 1,
  });
  const record = `h 1000000001 1 1000000001 ${sale.clock.now + 900_000} 1999 0`;
  expect(await sale.redis.hget(keysOf(sale.saleId).holds, 'a')).toBe(record);
  expect(await sale.engine.void(sale.saleId, order)).toEqual({ kind: 'stale', epoch: 1 });
  expect(await sale.engine.settle(sale.saleId, order)).toEqual({ kind: 'stale', epoch: 1 });
  expect((await sale.claim('a')).attempt).toBe(order.attempt + 1);
  expect(await sale.story()).toContain(
    `void a 1 ${order.attempt} held ${sale.clock.now + 900_000}`,
  );
});

test.each([
  ['fails', false],
  ['is declined', true],
])('an attempt that %s after the time was up frees the unit', async (_, isDeclined) => {
  const { sale, order } = await claimed();
  await sale.pass(900_000);
  const voided = await sale.engine.void(sale.saleId, { ...order, isDeclined });
  expect(voided).toEqual({ kind: 'freed', unit: 1, epoch: 1 });
  expect(await sale.place('a')).toMatchObject({ state: 'expired' });
  expect(await sale.snapshot()).toMatchObject({ free: 2, held: 0, claimed: 0 });
  expect((await sale.story()).at(-1)).toBe(`void a 1 ${order.attempt} freed ${sale.clock.now}`);
});

test('an attempt that fails after the end of a sale that honours no holds frees the unit', async () => {
  const { sale, order } = await claimed();
  const rules = { ...sale.rules, honourHoldsAfterEnd: false, closed: true, version: 2 };
  await sale.engine.rules(sale.saleId, rules);
  expect(await sale.engine.void(sale.saleId, order)).toMatchObject({ kind: 'freed' });
});

test.each([
  ['a claim without its lease', (keys: ReturnType<typeof keysOf>) => ['DEL', keys.claims]],
  [
    'a claim that still expires',
    (keys: ReturnType<typeof keysOf>) => ['ZADD', keys.expiry, 1, 'a'],
  ],
  [
    'a unit that is free already',
    (keys: ReturnType<typeof keysOf>) => ['ZADD', keys.unitsFree, 1, 1],
  ],
  ['a lost inventory', (keys: ReturnType<typeof keysOf>) => ['DEL', keys.inventory]],
  [
    'a unit that was never handed out',
    (keys: ReturnType<typeof keysOf>) => ['HSET', keys.meta, 'nextUnit', 1],
  ],
])('%s halts a void', async (_, damage) => {
  const { sale, order } = await claimed();
  const [command = '', ...args] = damage(keysOf(sale.saleId));
  await sale.redis.call(String(command), ...args);
  expect(await sale.engine.void(sale.saleId, order)).toMatchObject({ why: 'halted' });
});

const record = { buyer: 'x', attempt: 1_000_000_099, orderId: 'o9', fromRecord: true };

test('a live order takes a unit that Redis thinks fresh; those skipped stay free', async () => {
  const sale = await openTestSale({ stock: 5 });
  expect(await sale.engine.settle(sale.saleId, { ...record, unit: 3 })).toMatchObject({
    kind: 'settled',
  });
  await sale.join('a', 'b', 'c', 'd', 'e');
  const outcome = await sale.grant();
  expect('holds' in outcome && outcome.holds.map((hold) => hold.unit)).toEqual([1, 2, 4, 5]);
  expect(await sale.engine.settle(sale.saleId, { ...record, unit: 3 })).toMatchObject({
    kind: 'already',
  });
});

test('an order that two processes find in the same moment is taken over once', async () => {
  const sale = await openTestSale({ stock: 5 });
  const call = createCaller(sale.redis);
  const heal = async (attempt: number) => {
    const args = ['x', 1, attempt, 'o', sale.clock.now];
    const [code] = (await call.raw('heal', sale.saleId, [], args)) as number[];
    return code;
  };
  expect([await heal(7), await heal(7), await heal(8)]).toEqual([1, 2, 3]);
  expect(await sale.snapshot()).toMatchObject({ sold: 1, free: 4, halted: '' });
});

test('a live order takes a unit that came back', async () => {
  const sale = await openTestSale({ stock: 3 });
  await sale.join('a', 'b');
  await sale.grant();
  await sale.engine.leave(sale.saleId, { buyer: 'a' });
  await sale.engine.settle(sale.saleId, { ...record, unit: 1 });
  expect(await sale.snapshot()).toMatchObject({ free: 1, held: 1, sold: 1, halted: '' });
});

test('the place or the other hold of a buyer whose order is found ends', async () => {
  const sale = await openTestSale({ stock: 3 });
  await sale.join('held', 'other');
  await sale.grant();
  await sale.join('waits');
  await sale.engine.settle(sale.saleId, { ...record, buyer: 'held', unit: 3 });
  expect(await sale.snapshot()).toMatchObject({ free: 1, held: 1, sold: 1, waiting: 1 });
  await sale.engine.settle(sale.saleId, { ...record, buyer: 'waits', unit: 1, attempt: 7 });
  expect(await sale.snapshot()).toMatchObject({ free: 0, held: 1, sold: 2, waiting: 0 });
  expect(await sale.place('waits')).toEqual({
    state: 'sold',
    unit: 1,
    fence: 7,
    orderId: 'o9',
    seq: 1_000_000_003,
  });
});

test('the own hold of a buyer whose order is found becomes the sold unit', async () => {
  const sale = await openTestSale({ stock: 3 });
  await sale.join('a');
  await sale.grant();
  await sale.engine.settle(sale.saleId, { ...record, buyer: 'a', unit: 1 });
  expect(await sale.snapshot()).toMatchObject({ free: 2, held: 0, sold: 1, halted: '' });
  expect(await sale.place('a')).toMatchObject({ state: 'sold', seq: 1_000_000_001 });
  const wrong = { buyer: 'a', token: 't', leaseMs: 1, fence: 77 };
  expect(await sale.engine.claim(sale.saleId, wrong)).toMatchObject({ why: 'wrong_fence' });
});

test('an order that is found after its hold has ended belongs to no known place', async () => {
  const sale = await openTestSale({ stock: 3 });
  await sale.join('a');
  await sale.grant();
  await sale.engine.release(sale.saleId, { buyer: 'a' });
  await sale.engine.settle(sale.saleId, { ...record, buyer: 'a', unit: 1 });
  expect(await sale.place('a')).toMatchObject({ state: 'sold', seq: 0 });
});

test('a running claim of the same buyer has to end before an order of his is taken over', async () => {
  const { sale, order } = await claimed();
  const found = { ...record, buyer: 'a', unit: 2 };
  expect(await sale.engine.settle(sale.saleId, found)).toEqual({ kind: 'stale', epoch: 1 });
  await sale.engine.settle(sale.saleId, order);
  expect(await sale.engine.settle(sale.saleId, found)).toEqual({ kind: 'stale', epoch: 1 });
});

test.each([
  ['another buyer holds', 1],
  ['does not exist', 4],
])('a live order on a unit that %s halts', async (_, unit) => {
  const sale = await openTestSale({ stock: 3 });
  await sale.join('a');
  await sale.grant();
  const outcome = await sale.engine.settle(sale.saleId, { ...record, unit });
  expect(outcome).toEqual({ kind: 'unavailable', why: 'halted' });
  expect(await sale.snapshot()).toMatchObject({ halted: 'heal', free: 2, held: 1, sold: 0 });
});

test('a live order far beyond the next units halts: that is no lost answer', async () => {
  const sale = await openTestSale({ stock: 5_000 });
  expect(await sale.engine.settle(sale.saleId, { ...record, unit: 1_002 })).toMatchObject({
    why: 'halted',
  });
  const within = await openTestSale({ stock: 5_000 });
  expect(await within.engine.settle(within.saleId, { ...record, unit: 1_001 })).toMatchObject({
    kind: 'settled',
  });
});

test('nothing is healed on top of an inventory that is wrong already', async () => {
  const sale = await openTestSale({ stock: 5 });
  await sale.redis.set(keysOf(sale.saleId).inventory, 4);
  expect(await sale.engine.settle(sale.saleId, { ...record, unit: 1 })).toMatchObject({
    why: 'halted',
  });
});
