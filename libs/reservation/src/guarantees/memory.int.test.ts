import type { Redis } from 'ioredis';
import { expect, test } from 'vitest';
import { reconcile } from '../restore/restore.ts';
import { must, openTestSale } from '../testing/sale.ts';
import { openPrivateRedis } from '../testing/server.ts';

const memory = { kind: 'unavailable', why: 'memory' };

/** From now on Redis refuses whatever may need memory. */
async function fill(redis: Redis) {
  await redis.config('SET', 'maxmemory', '1');
}

async function crowded() {
  const { redis } = await openPrivateRedis();
  const sale = await openTestSale({ stock: 10, redis });
  await sale.join('a', 'b', 'c', 'd', 'e', 'f', 'w1', 'w2');
  await sale.grant(6);
  return { redis, sale };
}

test('when Redis is full no place, unit or extension is given, and nothing is half done', async () => {
  const { redis, sale } = await crowded();
  const before = [await sale.snapshot(), await sale.story()];
  await fill(redis);
  const { engine, saleId } = sale;
  const drain = { token: 'drain', max: 1, clearWake: false };
  expect(await engine.join(saleId, { buyer: 'x', bearer: false })).toEqual(memory);
  expect(await engine.grant(saleId, drain)).toEqual(memory);
  expect(await engine.grant(saleId, { ...drain, clearWake: true })).toEqual(memory);
  expect(await engine.extend(saleId, { buyer: 'a' })).toEqual(memory);
  expect(await engine.adjust(saleId, { id: 'x', by: 1 })).toEqual(memory);
  expect(await engine.adjust(saleId, { id: 'y', by: -99 })).toEqual(memory);
  expect(await engine.shift(saleId, { byMs: 1 })).toEqual(memory);
  expect([await sale.snapshot(), await sale.story()]).toEqual(before);
});

test('when Redis is full a worker is told that there is nothing to grant', async () => {
  const { redis } = await openPrivateRedis();
  const sale = await openTestSale({ stock: 10, redis });
  await fill(redis);
  expect(await sale.grant()).toMatchObject({ kind: 'idle', why: 'empty_line' });
});

test('when Redis is full people can pay and give back, and the team can stop the sale', async () => {
  const { redis, sale } = await crowded();
  const { engine, saleId } = sale;
  const waiting = await sale.claim('d');
  await fill(redis);
  const bought = await sale.buy('a');
  expect(await engine.refund(saleId, bought)).toMatchObject({ kind: 'returned' });
  const { attempt } = await sale.claim('b');
  const renewal = { buyer: 'b', attempt, leaseMs: 5_000 };
  expect(await engine.renew(saleId, renewal)).toMatchObject({ kind: 'renewed' });
  expect(await engine.void(saleId, { buyer: 'b', attempt })).toMatchObject({ kind: 'held' });
  expect(await engine.leave(saleId, { buyer: 'b' })).toMatchObject({ gave: 'hold' });
  expect(await engine.leave(saleId, { buyer: 'w1' })).toMatchObject({ gave: 'place' });
  expect(await engine.release(saleId, { buyer: 'c' })).toMatchObject({ kind: 'done' });
  expect(await engine.remove(saleId, { buyer: 'w2' })).toMatchObject({ kind: 'done' });
  const rules = { ...sale.rules, paused: true, pauseReason: 'full', version: 2 };
  expect(await engine.rules(saleId, rules)).toMatchObject({ kind: 'done' });
  await sale.pass(900_000);
  expect((await sale.sweep()).expired.map((one) => one.buyer)).toEqual(['e', 'f']);
  const lapsed = { buyer: 'd', attempt: waiting.attempt };
  expect(await engine.void(saleId, lapsed)).toMatchObject({ kind: 'freed' });
  expect(await sale.snapshot()).toMatchObject({
    free: 10,
    held: 0,
    claimed: 0,
    sold: 0,
    waiting: 0,
    paused: true,
    halted: '',
  });
});

test('when Redis is full a buyer still finds the own place, by a new key too', async () => {
  const { redis, sale } = await crowded();
  await fill(redis);
  const press = { buyer: 'w1', bearer: true, attempt: { proof: 'k1' } };
  const found = { kind: 'already', place: { state: 'waiting' } };
  expect(await sale.engine.join(sale.saleId, press)).toMatchObject(found);
  expect(await sale.engine.join(sale.saleId, press)).toMatchObject(found);
});

test('when Redis is full a record is taken over, a sale halted and its log noted as stored', async () => {
  const { redis, sale } = await crowded();
  const { engine, saleId } = sale;
  await fill(redis);
  const record = { buyer: 'x', unit: 7, attempt: 7, orderId: 'o', fromRecord: true };
  expect(await engine.settle(saleId, record)).toMatchObject({ kind: 'settled' });
  const { n } = await sale.snapshot();
  expect(await engine.stored(saleId, { epoch: 1, n })).toMatchObject({ kind: 'noted' });
  expect(await engine.halt(saleId, 'test')).toEqual({ kind: 'halted' });
  expect((await sale.snapshot()).halted).toBe('test');
  expect(await engine.mark(saleId, 2)).toEqual({ kind: 'marked', damage: 'test' });
});

test('when Redis is full a sale gets into a new epoch, and people pay and give back in it', async () => {
  const { redis, sale } = await crowded();
  const { engine, saleId } = sale;
  const order = { ...(await sale.buy('c')), seq: 1_000_000_003 };
  await engine.unlock(saleId, 'drain');
  await fill(redis);
  expect(await engine.lock(saleId, 'restorer', 3_000)).toBe(true);
  expect(await engine.lock(saleId, 'other', 3_000)).toBe(false);
  expect(await engine.mark(saleId, 2)).toMatchObject({ kind: 'marked' });
  const state = await engine.readState(saleId);
  if (!state) {
    throw new Error('no state');
  }
  const orders = [{ id: order.orderId, fence: order.attempt, ...order }];
  const times = { now: sale.clock.now, shiftMs: 0, graceMs: 10_000 };
  const at = { epoch: 2, stock: 10, storedN: state.n, marks: [], applied: [] };
  const reconciled = reconcile({ how: 'adopt', state, orders, ...at, ...times });
  if (reconciled.kind === 'halt') {
    throw new Error(reconciled.why);
  }
  const adopted = await engine.adopt(saleId, reconciled.plan, sale.rules);
  expect(adopted).toMatchObject({ kind: 'adopted', epoch: 2 });
  expect(await sale.snapshot()).toMatchObject({
    free: 4,
    held: 5,
    sold: 1,
    waiting: 2,
    halted: '',
  });
  await sale.buy('a');
  expect(await engine.leave(saleId, { buyer: 'b' })).toMatchObject({ gave: 'hold' });
  expect(await engine.leave(saleId, { buyer: 'w1' })).toMatchObject({ gave: 'place' });
});

test('a sale that was full goes on where it stopped', async () => {
  const { redis, sale } = await crowded();
  await fill(redis);
  await expect(sale.join('x')).rejects.toThrow('memory');
  await redis.config('SET', 'maxmemory', '0');
  expect(must(await sale.engine.join(sale.saleId, { buyer: 'x', bearer: false }))).toMatchObject({
    kind: 'joined',
    place: { seq: 1_000_000_009 },
  });
});
