import { expect, test } from 'vitest';
import { createCaller } from '../call/call.ts';
import { createEngine } from '../engine/engine.ts';
import { keysOf } from '../keys.ts';
import { must, openTestSale, testRules } from '../testing/sale.ts';
import { openPrivateRedis } from '../testing/server.ts';

const epoch = { kind: 'unavailable', why: 'epoch' };

test('scripts that the server forgot are sent again', async () => {
  const { redis } = await openPrivateRedis();
  const sale = await openTestSale({ stock: 2, redis });
  await redis.script('FLUSH');
  const joins = await Promise.all(
    ['a', 'b', 'c'].map((buyer) => sale.engine.join(sale.saleId, { buyer, bearer: false })),
  );
  expect(joins.map((one) => one.kind)).toEqual(['joined', 'joined', 'joined']);
});

test('after a restart every script refuses until a new epoch, though no key was lost', async () => {
  const server = await openPrivateRedis();
  const sale = await openTestSale({ stock: 3, redis: server.redis });
  await sale.join('a', 'b', 'c', 'd');
  await sale.grant();
  const { attempt } = await sale.claim('a');
  const { n } = await sale.snapshot();
  await server.restart();
  const { engine, saleId } = sale;
  const own = { buyer: 'a', attempt };
  const refusals = [
    engine.activate(saleId, sale.rules, { epoch: 1, stock: 3 }),
    engine.join(saleId, { buyer: 'x', bearer: true }),
    engine.position(saleId, ['a']),
    engine.grant(saleId, { token: 'drain', max: 1, clearWake: true }),
    engine.claim(saleId, { buyer: 'b', token: 't', leaseMs: 1 }),
    engine.renew(saleId, { ...own, leaseMs: 1 }),
    engine.settle(saleId, { ...own, unit: 1, orderId: 'o' }),
    engine.settle(saleId, { ...own, unit: 1, orderId: 'o', fromRecord: true }),
    engine.void(saleId, own),
    engine.extend(saleId, { buyer: 'b' }),
    engine.leave(saleId, { buyer: 'b' }),
    engine.sweep(saleId, { max: 1 }),
    engine.release(saleId, { buyer: 'b' }),
    engine.remove(saleId, { buyer: 'd' }),
    engine.rules(saleId, { ...sale.rules, version: 2 }),
    engine.adjust(saleId, { id: 'x', by: 1 }),
    engine.refund(saleId, { ...own, unit: 1 }),
    engine.shift(saleId, { byMs: 1 }),
    engine.snapshot(saleId),
    engine.halt(saleId, 'x'),
    engine.freeze(saleId),
    engine.stored(saleId, { epoch: 1, n }),
  ];
  for (const refusal of refusals) {
    expect(await refusal).toEqual(epoch);
  }
  expect(await engine.mark(saleId, 2)).toMatchObject({ kind: 'marked' });
  expect((await engine.readState(saleId))?.n).toBe(n);
});

test('a sale that this server never knew is missing', async () => {
  const { redis } = await openPrivateRedis();
  const engine = createEngine(redis);
  const missing = { kind: 'unavailable', why: 'missing' };
  expect(await engine.snapshot('nosuchsale')).toEqual(missing);
  const heal = createCaller(redis)('heal', 'nosuchsale', ['a', 1, 1, 'o']);
  expect(await heal).toEqual(missing);
});

test('the time is the server’s, and never runs backwards', async () => {
  const { redis } = await openPrivateRedis();
  const engine = createEngine(redis);
  const before = Date.now();
  await engine.activate('s', testRules(before), { epoch: 1, stock: 1 });
  const snapshot = must(await engine.snapshot('s'));
  expect(snapshot.now).toBeGreaterThanOrEqual(before);
  expect(snapshot.now).toBeLessThanOrEqual(Date.now() + 1);
  await redis.hset(keysOf('s').meta, 'lastNow', before + 20_000);
  expect(must(await engine.snapshot('s')).now).toBe(before + 20_000);
  await redis.hset(keysOf('s').meta, 'lastNow', Date.now() + 60_000);
  expect(await engine.snapshot('s')).toEqual({ kind: 'unavailable', why: 'clock' });
});

test('a clock that is exactly 30 s behind is waited for, one more millisecond is not', async () => {
  const sale = await openTestSale({ stock: 1 });
  sale.clock.now -= 30_000;
  expect((await sale.snapshot()).now).toBe(sale.clock.now + 30_000);
  sale.clock.now -= 1;
  expect(await sale.engine.snapshot(sale.saleId)).toMatchObject({ why: 'clock' });
});

test('a log that is ahead of its counter halts before anything is written', async () => {
  const sale = await openTestSale({ stock: 1 });
  await sale.join('a', 'b');
  await sale.grant();
  await sale.redis.hset(keysOf(sale.saleId).meta, 'n', 3);
  expect(await sale.engine.leave(sale.saleId, { buyer: 'b' })).toMatchObject({ why: 'halted' });
  expect(await sale.place('b')).toMatchObject({ state: 'waiting' });
  await expect(sale.join('c')).rejects.toThrow(/smaller/);
  expect((await sale.snapshot()).waiting).toBe(1);
  expect((await sale.snapshot()).halted).toBe('log');
});

test('the hash that every script reads is a table, not a list to be searched', async () => {
  const sale = await openTestSale({ stock: 1 });
  expect(await sale.redis.object('ENCODING', keysOf(sale.saleId).meta)).toBe('hashtable');
});
