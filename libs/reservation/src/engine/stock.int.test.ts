import { expect, test } from 'vitest';
import { createCaller } from '../call/call.ts';
import { keysOf } from '../keys.ts';
import { openTestSale, type TestSale } from '../testing/sale.ts';

const adjust = (sale: TestSale, id: string, by: number) =>
  sale.engine.adjust(sale.saleId, { id, by });

async function grantedUnits(sale: TestSale) {
  const outcome = await sale.grant();
  return 'holds' in outcome ? outcome.holds.map((hold) => hold.unit) : outcome;
}

test('more units are fresh units, and the same change twice counts once', async () => {
  const sale = await openTestSale({ stock: 2 });
  expect(await adjust(sale, 'a1', 3)).toEqual({ kind: 'adjusted', stock: 5, epoch: 1 });
  expect(await adjust(sale, 'a2', 1)).toEqual({ kind: 'adjusted', stock: 6, epoch: 1 });
  expect(await adjust(sale, 'a1', 3)).toEqual({ kind: 'adjusted', stock: 5, epoch: 1 });
  expect(await sale.snapshot()).toMatchObject({ stock: 6, free: 6, halted: '' });
  expect((await sale.story()).slice(1)).toEqual(['adjust a1 3 5', 'adjust a2 1 6']);
});

test('only free units are taken away; a refusal is final for its id', async () => {
  const sale = await openTestSale({ stock: 4 });
  await sale.join('a', 'b', 'c');
  await sale.grant();
  await sale.buy('a');
  await sale.claim('b');
  const refused = { kind: 'refused', floor: 3, epoch: 1 };
  expect(await adjust(sale, 'cut', -2)).toEqual(refused);
  await sale.engine.leave(sale.saleId, { buyer: 'c' });
  expect(await adjust(sale, 'cut', -2)).toEqual(refused);
  expect(await adjust(sale, 'again', -2)).toEqual({ kind: 'adjusted', stock: 2, epoch: 1 });
  expect(await sale.snapshot()).toMatchObject({
    stock: 2,
    free: 0,
    claimed: 1,
    sold: 1,
    halted: '',
  });
});

test('units that came back are retired first, and retired ones come back before new ones', async () => {
  const sale = await openTestSale({ stock: 6 });
  await sale.join('a', 'b', 'c', 'd');
  await sale.grant();
  await sale.engine.leave(sale.saleId, { buyer: 'b' });
  await sale.engine.leave(sale.saleId, { buyer: 'd' });
  await adjust(sale, 'down', -3);
  expect(await sale.snapshot()).toMatchObject({ stock: 3, free: 1, held: 2, halted: '' });
  await sale.join('e');
  expect(await grantedUnits(sale)).toEqual([6]);
  await adjust(sale, 'up', 4);
  expect(await sale.snapshot()).toMatchObject({ stock: 7, free: 4, held: 3, halted: '' });
  await sale.join('f', 'g', 'h', 'i');
  expect(await grantedUnits(sale)).toEqual([2, 4, 5, 7]);
});

test('of the units that came back only as many are retired as are taken away', async () => {
  const sale = await openTestSale({ stock: 3 });
  await sale.join('a', 'b', 'c');
  await sale.grant();
  for (const buyer of ['a', 'b', 'c']) {
    await sale.engine.leave(sale.saleId, { buyer });
  }
  const { unitsRetired } = keysOf(sale.saleId);
  await adjust(sale, 'one', -1);
  expect(await sale.snapshot()).toMatchObject({ stock: 2, free: 2, halted: '' });
  await adjust(sale, 'two', -2);
  expect(await sale.redis.zrange(unitsRetired, 0, '-1')).toEqual(['1-2', '3-3']);
  await adjust(sale, 'back', 3);
  expect(await sale.snapshot()).toMatchObject({ stock: 3, free: 3, halted: '' });
});

test('a part of what was retired comes back, the highest first', async () => {
  const sale = await openTestSale({ stock: 5 });
  await adjust(sale, 'down', -4);
  await sale.join('a');
  expect(await grantedUnits(sale)).toEqual([5]);
  await adjust(sale, 'up', 2);
  await sale.join('b', 'c');
  expect(await grantedUnits(sale)).toEqual([3, 4]);
  await adjust(sale, 'more', 3);
  await sale.join('d', 'e', 'f');
  expect(await grantedUnits(sale)).toEqual([1, 2, 6]);
  expect((await sale.snapshot()).halted).toBe('');
});

test('a cut of millions is one member, and undone in one step', async () => {
  const sale = await openTestSale({ stock: 10_000_000 });
  await adjust(sale, 'down', -9_999_990);
  expect(await sale.redis.zcard(keysOf(sale.saleId).unitsRetired)).toBe(1);
  expect(await sale.snapshot()).toMatchObject({ stock: 10, free: 10, halted: '' });
  await adjust(sale, 'up', 9_999_990);
  expect(await sale.snapshot()).toMatchObject({ stock: 10_000_000, halted: '' });
  expect(await sale.redis.zcard(keysOf(sale.saleId).unitsFree)).toBe(0);
  expect(await sale.story()).toHaveLength(3);
});

/** A sale in which every unit was handed out once and came back, but for the highest where it is held. */
async function withReturned(count: number, { held = 0 } = {}) {
  const sale = await openTestSale({ stock: count + held });
  const { meta, unitsFree, inventory } = keysOf(sale.saleId);
  const units = Array.from({ length: count }, (_, i) => i + 1);
  await sale.redis.hset(meta, 'nextUnit', count + 1);
  if (held > 0) {
    await sale.redis.set(inventory, held);
    await sale.join('highest');
    await sale.grant();
  }
  await sale.redis.zadd(unitsFree, ...units.flatMap((unit) => [unit, unit]));
  await sale.redis.set(inventory, count);
  const call = createCaller(sale.redis);
  /** One call, as when its process dies after it. */
  const part = (id: string, way: 'up' | 'down', by: number) =>
    call.raw('adjust', sale.saleId, [], [id, way, by, sale.clock.now]);
  return { sale, part };
}

test('a cut of units that came back is done in parts, and each call of it is short', async () => {
  const { sale } = await withReturned(12_000);
  expect(await adjust(sale, 'cut', -11_500)).toEqual({ kind: 'adjusted', stock: 500, epoch: 1 });
  const parts = ['adjust cut -5000 7000', 'adjust cut -5000 2000', 'adjust cut -1500 500'];
  expect((await sale.story()).slice(1)).toEqual(parts);
  expect(await sale.snapshot()).toMatchObject({ stock: 500, free: 500, halted: '' });
  expect(await sale.redis.zcard(keysOf(sale.saleId).unitsRetired)).toBe(3);
  expect(await adjust(sale, 'back', 11_600)).toMatchObject({ kind: 'adjusted', stock: 12_100 });
  expect(await sale.snapshot()).toMatchObject({ stock: 12_100, free: 12_100, halted: '' });
  expect((await sale.story()).length).toBe(5);
});

test('a cut whose process died in the middle is finished by the next one, once', async () => {
  const { sale, part } = await withReturned(12_000);
  expect(await part('cut', 'down', 9_000)).toEqual([3, 1, 7_000]);
  expect(await sale.snapshot()).toMatchObject({ stock: 7_000, free: 7_000, halted: '' });
  expect(await adjust(sale, 'cut', -9_000)).toEqual({ kind: 'adjusted', stock: 3_000, epoch: 1 });
  expect(await adjust(sale, 'cut', -9_000)).toEqual({ kind: 'adjusted', stock: 3_000, epoch: 1 });
  expect(await sale.snapshot()).toMatchObject({ stock: 3_000, free: 3_000, halted: '' });
});

test('a cut that turns out too large on the way is refused, and gives back what it took', async () => {
  const { sale, part } = await withReturned(12_000);
  await part('cut', 'down', 11_999);
  await sale.join('a', 'b');
  await sale.grant();
  expect(await adjust(sale, 'cut', -11_999)).toEqual({ kind: 'refused', floor: 2, epoch: 1 });
  expect(await adjust(sale, 'cut', -11_999)).toEqual({ kind: 'refused', floor: 2, epoch: 1 });
  expect(await sale.snapshot()).toMatchObject({ stock: 12_000, free: 11_998, held: 2, halted: '' });
});

test('what a cut took is given back in parts as well, and the next process goes on with them', async () => {
  const { sale, part } = await withReturned(12_000, { held: 1 });
  await part('cut', 'down', 11_999);
  await part('cut', 'down', 11_999);
  await sale.join('a', 'b');
  await sale.grant();
  expect(await part('cut', 'down', 11_999)).toEqual([3, 1, 7_001]);
  expect(await sale.snapshot()).toMatchObject({ stock: 7_001, free: 6_998, halted: '' });
  expect(await adjust(sale, 'cut', -11_999)).toEqual({ kind: 'refused', floor: 3, epoch: 1 });
  expect(await sale.snapshot()).toMatchObject({ stock: 12_001, free: 11_998, held: 3, halted: '' });
});

test('units that came back here and there are retired and revived as they were', async () => {
  const sale = await openTestSale({ stock: 10 });
  const { meta, unitsFree, unitsRetired, inventory } = keysOf(sale.saleId);
  await sale.redis.zadd(unitsFree, 1, '1', 2, '2', 4, '4', 6, '6', 7, '7');
  await sale.redis.hset(meta, { nextUnit: 9, stock: 7 });
  await sale.redis.set(inventory, 7);
  await adjust(sale, 'down', -6);
  const ranges = await sale.redis.zrange(unitsRetired, 0, '-1');
  expect(ranges).toEqual(['1-2', '4-4', '6-7', '9-9']);
  expect(await sale.snapshot()).toMatchObject({ stock: 1, free: 1, halted: '' });
  await adjust(sale, 'up', 6);
  expect(await sale.redis.zrange(unitsFree, 0, '-1')).toEqual(['1', '2', '4', '6', '7']);
  expect(await sale.redis.zcard(unitsRetired)).toBe(0);
  expect(await sale.snapshot()).toMatchObject({ stock: 7, free: 7, halted: '' });
});

test('all of it may be taken away', async () => {
  const sale = await openTestSale({ stock: 3 });
  expect(await adjust(sale, 'none', -3)).toEqual({ kind: 'adjusted', stock: 0, epoch: 1 });
  expect(await sale.join('a')).toMatchObject([{ why: 'sold_out' }]);
});

test('stock is not changed on top of counters that are wrong', async () => {
  const sale = await openTestSale({ stock: 3 });
  await sale.redis.set(keysOf(sale.saleId).inventory, 2);
  const halted = { kind: 'unavailable', why: 'halted' };
  expect(await adjust(sale, 'a', 1)).toEqual(halted);
  await sale.redis.set(keysOf(sale.saleId).inventory, 3);
  expect(await adjust(sale, 'a', 1)).toEqual(halted);
  expect((await sale.snapshot()).stock).toBe(3);
});

test('a key of another type fails before anything is written', async () => {
  const sale = await openTestSale({ stock: 3 });
  await sale.redis.set(keysOf(sale.saleId).unitsRetired, 'x');
  await expect(adjust(sale, 'a', -1)).rejects.toThrow('WRONGTYPE');
  expect(await sale.snapshot()).toMatchObject({ n: 1, stock: 3, free: 3, halted: '' });
});

test('a refunded unit is free at once and its buyer may join again, one time only', async () => {
  const sale = await openTestSale({ stock: 1 });
  await sale.join('a', 'b');
  await sale.grant();
  const order = await sale.buy('a');
  const refund = () => sale.engine.refund(sale.saleId, order);
  expect(await refund()).toEqual({ kind: 'returned', epoch: 1, n: 7 });
  expect(await refund()).toEqual({ kind: 'already', epoch: 1, n: 7 });
  expect((await sale.story()).at(-1)).toBe(`refund a 1 ${order.attempt}`);
  expect(await sale.place('a')).toEqual({ state: 'none' });
  expect(await grantedUnits(sale)).toEqual([1]);
  expect(await sale.join('a')).toMatchObject([{ kind: 'joined', place: { rank: 1 } }]);
  expect(await refund()).toMatchObject({ kind: 'already' });
  expect(await sale.snapshot()).toMatchObject({ held: 1, sold: 0, waiting: 1, halted: '' });
});

test('a refund of an earlier order does not touch the unit bought after it', async () => {
  const sale = await openTestSale({ stock: 1 });
  await sale.join('a');
  await sale.grant();
  const first = await sale.buy('a');
  await sale.engine.refund(sale.saleId, first);
  await sale.join('a');
  await sale.grant();
  await sale.buy('a');
  expect(await sale.engine.refund(sale.saleId, first)).toMatchObject({ kind: 'already' });
  expect((await sale.snapshot()).sold).toBe(1);
});

test('an order may be refunded before its claim was settled', async () => {
  const sale = await openTestSale({ stock: 1 });
  await sale.join('a');
  await sale.grant();
  const { attempt } = await sale.claim('a');
  const order = { buyer: 'a', unit: 1, attempt };
  expect(await sale.engine.refund(sale.saleId, order)).toMatchObject({ kind: 'returned' });
  const settle = { ...order, orderId: 'o' };
  expect(await sale.engine.settle(sale.saleId, settle)).toMatchObject({ kind: 'stale' });
  expect(await sale.snapshot()).toMatchObject({ free: 1, claimed: 0, sold: 0, halted: '' });
});

test.each([
  ['for another unit than the sold one', 2, []],
  ['of a unit that is free already', 1, ['ZADD', 'unitsFree', 1, 1]],
  ['with a lost inventory', 1, ['DEL', 'inventory']],
])('a refund %s halts', async (_, unit, [command, key, ...args]) => {
  const sale = await openTestSale({ stock: 2 });
  await sale.join('a', 'b');
  await sale.grant();
  const order = await sale.buy('a');
  if (command) {
    await sale.redis.call(String(command), keysOf(sale.saleId)[key as 'inventory'], ...args);
  }
  const outcome = await sale.engine.refund(sale.saleId, { ...order, unit });
  expect(outcome).toEqual({ kind: 'unavailable', why: 'halted' });
});

test('all holds are moved back in one step, claimed ones too', async () => {
  const sale = await openTestSale({ stock: 3 });
  await sale.join('a', 'b', 'c');
  await sale.grant(2);
  const { attempt } = await sale.claim('b');
  const end = sale.clock.now + 900_000;
  expect(await sale.engine.shift(sale.saleId, { byMs: 60_000 })).toEqual({
    kind: 'shifted',
    epoch: 1,
    n: 7,
  });
  expect((await sale.story()).at(-1)).toBe('shift 60000');
  await sale.grant();
  expect(await sale.place('a')).toMatchObject({ hold: { expiresAt: end + 60_000 } });
  expect(await sale.place('b')).toMatchObject({ hold: { expiresAt: end + 60_000 } });
  expect(await sale.place('c')).toMatchObject({ hold: { expiresAt: end } });
  expect((await sale.snapshot()).nextExpiryAt).toBe(end);
  await sale.pass(900_000);
  expect((await sale.sweep()).expired.map((one) => one.buyer)).toEqual(['c']);
  await sale.pass(59_999);
  expect(await sale.engine.extend(sale.saleId, { buyer: 'a' })).toMatchObject({
    hold: { expiresAt: end + 360_000 },
  });
  expect(await sale.engine.void(sale.saleId, { buyer: 'b', attempt })).toMatchObject({
    kind: 'held',
    hold: { expiresAt: end + 60_000 },
  });
  await sale.pass(1);
  expect((await sale.sweep()).expired.map((one) => one.buyer)).toEqual(['b']);
  expect((await sale.snapshot()).nextExpiryAt).toBe(end + 360_000);
});

test('units that are fresh again come back in one call, however many they are', async () => {
  const sale = await openTestSale({ stock: 12_000 });
  const call = createCaller(sale.redis, () => sale.clock.now);
  const adjust = (id: string, way: string) =>
    call.raw('adjust', sale.saleId, [], [id, way, 6_000, sale.clock.now]);
  expect(await adjust('less', 'down')).toEqual([1, 1, 6_000]);
  expect(await adjust('more', 'up')).toEqual([1, 1, 12_000]);
});
