import { expect, test } from 'vitest';
import { keysOf } from '../keys.ts';
import { must, openTestSale } from '../test-sale.ts';

test('places are numbered in the order of arrival, and the first is rank 1', async () => {
  const sale = await openTestSale({ stock: 10 });
  const [a, b] = await sale.join('a', 'b');
  expect(a).toMatchObject({
    kind: 'joined',
    place: { state: 'waiting', seq: 1_000_000_001, rank: 1 },
    size: 1,
    free: 10,
    held: 0,
    epoch: 1,
    n: 2,
    now: sale.clock.now,
  });
  expect(b).toMatchObject({ place: { state: 'waiting', seq: 1_000_000_002, rank: 2 }, size: 2 });
  expect(await sale.story()).toEqual([
    'activate 1 10',
    'join 1000000001 a 0',
    'join 1000000002 b 0',
  ]);
});

test('a crowd with free units asks for one wake-up, until somebody drains', async () => {
  const sale = await openTestSale({ stock: 10 });
  const wakes = (await sale.join('a', 'b', 'c')).map((one) => 'wake' in one && one.wake);
  expect(wakes).toEqual([true, false, false]);
  await sale.grant();
  expect(await sale.join('d')).toMatchObject([{ wake: true }]);
});

test.each([
  ['nothing is free', { stock: 1 }, {}],
  ['the sale is paused', { stock: 9 }, { paused: true }],
  ['the sale is still in its lobby', { stock: 9 }, { startsAt: 1_900_000_000_000 }],
])('no wake-up is asked for while %s', async (_, { stock }, change) => {
  const sale = await openTestSale({ stock });
  await sale.join('first');
  await sale.grant();
  await sale.engine.rules(sale.saleId, { ...sale.rules, ...change, endsAt: 2e12, version: 2 });
  expect(await sale.join('next')).toMatchObject([{ kind: 'joined', wake: false }]);
});

test('the moment a sale opens its free units are worth a wake-up', async () => {
  const sale = await openTestSale({ stock: 9, rules: { startsAt: 1_800_000_000_001 } });
  expect(await sale.join('early')).toMatchObject([{ wake: false }]);
  sale.clock.now += 1;
  expect(await sale.join('in-time')).toMatchObject([{ wake: true }]);
});

test('who proves the place gets the same place again, in every state', async () => {
  const sale = await openTestSale({ stock: 3 });
  await sale.join('sold', 'claimed', 'held', 'waiting');
  await sale.grant();
  await sale.buy('sold');
  await sale.claim('claimed');
  const states = [];
  for (const buyer of ['sold', 'claimed', 'held', 'waiting']) {
    const again = must(await sale.engine.join(sale.saleId, { buyer, bearer: true }));
    expect(again.kind).toBe('already');
    states.push('place' in again && again.place.state);
  }
  expect(states).toEqual(['sold', 'claimed', 'held', 'waiting']);
  expect((await sale.snapshot()).seq).toBe(1_000_000_004);
});

test('a known place is told to nobody without proof', async () => {
  const sale = await openTestSale({ stock: 3 });
  await sale.join('sold', 'claimed', 'held', 'waiting');
  await sale.grant();
  await sale.buy('sold');
  await sale.claim('claimed');
  for (const buyer of ['sold', 'claimed', 'held', 'waiting']) {
    const stranger = await sale.engine.join(sale.saleId, { buyer, bearer: false });
    expect(stranger).toEqual({ kind: 'refused', why: 'no_proof', now: sale.clock.now, epoch: 1 });
  }
});

test('joins are taken from the opening of the lobby until the end, to the millisecond', async () => {
  const sale = await openTestSale({ stock: 3 });
  const { now } = sale.clock;
  const window = { lobbyOpensAt: now + 10, startsAt: now + 20, endsAt: now + 30, version: 2 };
  await sale.engine.rules(sale.saleId, { ...sale.rules, ...window });
  const at = async (ms: number) => {
    sale.clock.now = now + ms;
    const outcome = must(await sale.engine.join(sale.saleId, { buyer: `at${ms}`, bearer: false }));
    return outcome.kind === 'refused' ? outcome.why : outcome.kind;
  };
  expect([await at(9), await at(10), await at(29), await at(30)]).toEqual([
    'not_open',
    'joined',
    'joined',
    'ended',
  ]);
});

test('nobody joins a closed sale, but who has a place still sees it', async () => {
  const sale = await openTestSale({ stock: 3 });
  await sale.join('a');
  await sale.engine.rules(sale.saleId, { ...sale.rules, closed: true, version: 2 });
  expect(await sale.join('b')).toMatchObject([{ kind: 'refused', why: 'ended' }]);
  const again = await sale.engine.join(sale.saleId, { buyer: 'a', bearer: true });
  expect(again).toMatchObject({ kind: 'already', place: { state: 'waiting' } });
});

test('as long as a hold may come back people can join; sold out refuses', async () => {
  const sale = await openTestSale({ stock: 1 });
  await sale.join('a');
  await sale.grant();
  expect(await sale.join('held')).toMatchObject([{ kind: 'joined', free: 0, held: 1 }]);
  const claim = await sale.claim('a');
  expect(await sale.join('claimed')).toMatchObject([{ kind: 'joined' }]);
  const order = { buyer: 'a', unit: 1, attempt: claim.attempt, orderId: 'o1' };
  await sale.engine.settle(sale.saleId, order);
  expect(await sale.join('late')).toMatchObject([{ kind: 'refused', why: 'sold_out' }]);
});

test('who lost a hold joins again at the tail, without proof', async () => {
  const sale = await openTestSale({ stock: 1 });
  await sale.join('a', 'b');
  await sale.grant();
  await sale.pass(900_000);
  await sale.sweep();
  expect(await sale.place('a')).toEqual({
    state: 'expired',
    seq: 1_000_000_001,
    at: sale.clock.now,
  });
  expect(await sale.join('a')).toMatchObject([{ place: { seq: 1_000_000_003, rank: 2 } }]);
  expect(await sale.place('a')).toMatchObject({ state: 'waiting' });
  expect(await sale.redis.hexists(keysOf(sale.saleId).holds, 'a')).toBe(0);
});

test('who was removed stays removed', async () => {
  const sale = await openTestSale({ stock: 1 });
  await sale.join('a');
  await sale.engine.remove(sale.saleId, { buyer: 'a' });
  const proven = await sale.engine.join(sale.saleId, { buyer: 'a', bearer: true });
  expect(proven).toMatchObject({ kind: 'already', place: { state: 'removed' } });
  expect(await sale.join('a')).toMatchObject([{ kind: 'refused', why: 'no_proof' }]);
  expect((await sale.snapshot()).waiting).toBe(0);
});

test('places are given only while they are being kept: 5 s without storing refuse joins', async () => {
  const sale = await openTestSale({ stock: 1 });
  const upTo = (await sale.snapshot()).n;
  await sale.pass(60_000);
  await sale.join('a');
  sale.clock.now += 5_000;
  await sale.join('b');
  sale.clock.now += 1;
  const lagging = { kind: 'unavailable', why: 'lagging' };
  expect(await sale.engine.join(sale.saleId, { buyer: 'c', bearer: false })).toEqual(lagging);
  await sale.engine.stored(sale.saleId, { epoch: 1, n: upTo + 1 });
  expect(await sale.join('c')).toMatchObject([{ kind: 'joined' }]);
});

test('ids that could break a key or a record never reach Redis', async () => {
  const sale = await openTestSale({ stock: 1 });
  for (const buyer of ['', 'a b', 'a\n', '{x}', 'a:b', 'é', 'x'.repeat(65)]) {
    await expect(sale.engine.join(sale.saleId, { buyer, bearer: true })).rejects.toThrow(
      RangeError,
    );
  }
  await expect(sale.engine.join('{}', { buyer: 'a', bearer: true })).rejects.toThrow(RangeError);
  expect(await sale.engine.join('nosuchsale', { buyer: 'a', bearer: true })).toEqual({
    kind: 'unavailable',
    why: 'missing',
  });
});
