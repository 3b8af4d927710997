import { expect, test } from 'vitest';
import { keysOf } from '../keys.ts';
import { reconcile } from '../restore/restore.ts';
import { must, openTestSale, type TestSale } from '../testing/sale.ts';

const seqOf = (i: number) => 1_000_000_000 + i;

/** What a script of a later version does: `buyer` stands in the line by `key`, and keeps its seq. */
async function order({ redis, saleId, engine, clock }: TestSale, buyer: string, key: number) {
  const { line, holds } = keysOf(saleId);
  must(await engine.allow(saleId, 1));
  const seq = await redis.zscore(line, buyer);
  const record = `w ${seq} ${clock.now}`;
  await redis.multi().zadd(line, key, buyer).hset(holds, buyer, record).exec();
}

/** Three places, of which the last stands first. */
async function openOrdered(stock = 2) {
  const sale = await openTestSale({ stock });
  await sale.join('one', 'two', 'three');
  await order(sale, 'three', 7);
  return sale;
}

async function restored(sale: TestSale, how: 'adopt' | 'rebuild', epoch: number) {
  const { engine, saleId, clock } = sale;
  expect(await engine.mark(saleId, epoch)).toMatchObject({ kind: 'marked' });
  const state = await engine.readState(saleId);
  if (!state) {
    throw new Error('no state');
  }
  const line = {
    waiting: [{ buyer: 'one', seq: seqOf(1) }],
    keyed: [],
    networks: null,
    lost: null,
  };
  const reconciled = reconcile({
    ...{ how, epoch, stock: 2, orders: [], now: clock.now, storedN: state.n, shiftMs: 0 },
    ...{ state: how === 'adopt' ? state : { ...state, ...line }, graceMs: 0 },
    ...{ marks: [], applied: [] },
  });
  if (reconciled.kind === 'halt') {
    throw new Error(reconciled.why);
  }
  const adopted = await engine.adopt(saleId, reconciled.plan, sale.rules);
  expect(adopted).toMatchObject({ kind: 'adopted', epoch });
  await engine.lock(saleId, 'drain', 600_000);
}

test('a place with a sort key of its own is shown in the order of keys, with the seq that its ticket proves', async () => {
  const sale = await openOrdered();
  const { engine, saleId } = sale;
  expect(await sale.place('three')).toEqual({ state: 'waiting', seq: seqOf(3), rank: 1 });
  expect(await sale.place('one')).toEqual({ state: 'waiting', seq: seqOf(1), rank: 2 });
  expect((await sale.snapshot()).oldest).toEqual({ seq: seqOf(3) });
  const ask = (seq: number) =>
    engine.join(saleId, { buyer: 'three', bearer: false, ticket: { seq } });
  expect(await ask(seqOf(3))).toMatchObject({ kind: 'already', place: { seq: seqOf(3), rank: 1 } });
  expect(await ask(7)).toMatchObject({ kind: 'refused', why: 'no_proof' });
  await order(sale, 'two', 5_000_000_000);
  expect(await sale.join('four')).toMatchObject([{ place: { seq: seqOf(4), rank: 3 }, size: 4 }]);
});

test('a place with a sort key of its own is served in the order of keys, and the hold names its seq', async () => {
  const sale = await openOrdered();
  const granted = await sale.grant();
  expect(granted).toMatchObject({
    holds: [
      { buyer: 'three', seq: seqOf(3), unit: 1 },
      { buyer: 'one', seq: seqOf(1), unit: 2 },
    ],
  });
  expect(await sale.snapshot()).toMatchObject({ serving: seqOf(3), waiting: 1, halted: '' });
  expect((await sale.log()).at(-1)).toMatchObject({
    type: 'grant',
    holds: [
      { buyer: 'three', seq: seqOf(3) },
      { buyer: 'one', seq: seqOf(1) },
    ],
  });
  const who = { buyer: 'three', token: 't', leaseMs: 5_000 };
  expect(await sale.engine.claim(sale.saleId, { ...who, seq: 7 })).toMatchObject({
    why: 'no_hold',
  });
  expect(await sale.engine.claim(sale.saleId, { ...who, seq: seqOf(3) })).toMatchObject({
    kind: 'claimed',
    hold: { seq: seqOf(3) },
  });
});

test('a place with a sort key of its own is left, removed and bought by its seq', async () => {
  const sale = await openOrdered();
  const { engine, saleId, redis } = sale;
  await order(sale, 'two', 3);
  await order(sale, 'one', 9);
  expect(await engine.leave(saleId, { buyer: 'three', seq: 7 })).toMatchObject({ why: 'nothing' });
  expect(await engine.leave(saleId, { buyer: 'three', seq: seqOf(3) })).toMatchObject({
    gave: 'place',
  });
  expect(await engine.remove(saleId, { buyer: 'two' })).toMatchObject({ kind: 'done' });
  expect(await sale.place('two')).toMatchObject({ state: 'removed', seq: seqOf(2) });
  const record = { buyer: 'one', unit: 1, attempt: 5, orderId: 'o', fromRecord: true };
  expect(await engine.settle(saleId, record)).toMatchObject({ kind: 'settled' });
  expect(await sale.place('one')).toMatchObject({ state: 'sold', seq: seqOf(1) });
  const { now } = sale.clock;
  expect(await redis.hgetall(keysOf(saleId).holds)).toEqual({
    three: expect.stringMatching(`^l ${seqOf(3)} ${now} `),
    two: expect.stringMatching(`^r ${seqOf(2)} ${now} `),
  });
  const story = await sale.story();
  expect(story.slice(-3)).toEqual([
    `leave three ${seqOf(3)} -`,
    `remove two ${seqOf(2)} -`,
    'settle one 1 5',
  ]);
  // Who comes back has a place like any other.
  expect(await sale.join('three')).toMatchObject([{ place: { seq: seqOf(4), rank: 1 } }]);
});

test('a place with a sort key of its own keeps key and seq through a new epoch', async () => {
  const sale = await openOrdered(1);
  await sale.grant(1);
  await order(sale, 'two', 3);
  await restored(sale, 'adopt', 2);
  expect(await sale.place('three')).toMatchObject({ state: 'held', hold: { seq: seqOf(3) } });
  expect(await sale.place('two')).toEqual({ state: 'waiting', seq: seqOf(2), rank: 1 });
  expect(await sale.place('one')).toEqual({ state: 'waiting', seq: seqOf(1), rank: 2 });
});

test('a line that keys order is read also while it is empty', async () => {
  const sale = await openTestSale({ stock: 2 });
  must(await sale.engine.allow(sale.saleId, 1));
  expect(await sale.snapshot()).toMatchObject({ waiting: 0, oldest: null, halted: '' });
});

test('in the first seconds of an epoch a new place whose key stands first is not passed by', async () => {
  const sale = await openOrdered();
  await sale.redis.hset(keysOf(sale.saleId).meta, 'graceUntil', sale.clock.now + 10_000);
  await sale.redis.hset(keysOf(sale.saleId).holds, 'three', `w 2000000001 ${sale.clock.now}`);
  await sale.redis.hset(keysOf(sale.saleId).meta, 'epoch', 2);
  expect(await sale.grant()).toMatchObject({ kind: 'idle', why: 'grace' });
  await order(sale, 'one', 3);
  expect(await sale.grant()).toMatchObject({ holds: [{ buyer: 'one', seq: seqOf(1) }] });
});

test('the number that allows types of the log is 0 at first, is raised, never lowered, and stays through new epochs', async () => {
  const sale = await openTestSale({ stock: 2 });
  const { engine, saleId } = sale;
  await sale.join('one');
  expect((await sale.snapshot()).logTypes).toBe(0);
  expect(await engine.allow(saleId, 2)).toEqual({ kind: 'allowed', logTypes: 2 });
  expect(await engine.allow(saleId, 1)).toEqual({ kind: 'allowed', logTypes: 2 });
  await restored(sale, 'adopt', 2);
  expect((await sale.snapshot()).logTypes).toBe(2);
  await restored(sale, 'rebuild', 3);
  expect((await sale.snapshot()).logTypes).toBe(2);
  expect(await engine.allow(saleId, 3)).toEqual({ kind: 'allowed', logTypes: 3 });
  expect((await sale.snapshot()).logTypes).toBe(3);
  expect(await engine.allow('nosuchsale', 1)).toEqual({ kind: 'unavailable', why: 'missing' });
});
