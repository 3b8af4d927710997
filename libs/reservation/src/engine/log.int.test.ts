import { expect, test } from 'vitest';
import { keysOf, workChannel } from '../keys.ts';
import { createNotices, type Notice } from '../notices.ts';
import { connectTestRedis, openTestSale } from '../testing/sale.ts';

test('the log is dense and can be read from anywhere', async () => {
  const sale = await openTestSale({ stock: 2 });
  await sale.join('a', 'b', 'c');
  expect((await sale.log()).map((entry) => entry.n)).toEqual([1, 2, 3, 4]);
  expect(await sale.engine.readLog(sale.saleId, 3, 1)).toEqual([
    { n: 3, at: sale.clock.now, type: 'join', seq: 1_000_000_002, buyer: 'b', late: false },
  ]);
  expect(await sale.engine.readLog(sale.saleId, 5, 10)).toEqual([]);
});

test('who asks for the log of one epoch is not given that of another one, and a frozen sale is read too', async () => {
  const sale = await openTestSale({ stock: 2 });
  await sale.join('a');
  const read = (epoch: number) => sale.engine.readLog(sale.saleId, 1, 10, epoch);
  expect([await read(1), await read(2), await read(0)]).toEqual([await sale.log(), [], []]);
  await sale.engine.mark(sale.saleId, 2);
  expect((await read(1)).map((entry) => entry.n)).toEqual([1, 2]);
});

test('what is stored is trimmed, but for a tail, and never what is not stored', async () => {
  const sale = await openTestSale({ stock: 2 });
  await sale.join(...Array.from({ length: 999 }, (_, i) => `b${i}`));
  const noted = { kind: 'noted', n: 1_000, storedN: 700 };
  const upTo = (n: number) => sale.engine.stored(sale.saleId, { epoch: 1, n, keep: 300 });
  expect(await upTo(700)).toEqual(noted);
  const [first] = await sale.engine.readLog(sale.saleId, 1, 1);
  expect(first?.n).toBeGreaterThan(250);
  expect(first?.n).toBeLessThanOrEqual(401);
  expect(await upTo(650)).toEqual(noted);
  expect(await sale.engine.readLog(sale.saleId, 401, 1_000)).toHaveLength(600);
  await sale.join('one', 'more');
  expect((await sale.snapshot()).n).toBe(1_002);
});

test('who stored the log of another epoch, or more than there is, is told so', async () => {
  const sale = await openTestSale({ stock: 2 });
  await sale.join('a');
  const stale = { kind: 'stale', epoch: 1 };
  expect(await sale.engine.stored(sale.saleId, { epoch: 2, n: 2 })).toEqual(stale);
  expect(await sale.engine.stored(sale.saleId, { epoch: 1, n: 3 })).toEqual(stale);
});

test('a change is published in the same step; a join, a claim and a renewal are not', async () => {
  const sale = await openTestSale({ stock: 2 });
  const notices = await createNotices(connectTestRedis());
  const heard: string[] = [];
  const listen = (notice: Notice) => {
    if (notice.saleId === sale.saleId) {
      expect(notice.epoch).toBe(1);
      heard.push(`${notice.entry.n} ${notice.entry.type}`);
    }
  };
  const stop = notices.on(listen);
  await sale.join('a', 'b', 'c', 'd', 'e');
  await sale.grant();
  const order = await sale.buy('a');
  await sale.engine.refund(sale.saleId, order);
  const { attempt } = await sale.claim('b');
  await sale.engine.renew(sale.saleId, { buyer: 'b', attempt, leaseMs: 9 });
  await sale.engine.void(sale.saleId, { buyer: 'b', attempt });
  await sale.engine.extend(sale.saleId, { buyer: 'b' });
  await sale.engine.leave(sale.saleId, { buyer: 'b' });
  await sale.engine.leave(sale.saleId, { buyer: 'e' });
  await sale.grant();
  await sale.engine.release(sale.saleId, { buyer: 'c' });
  await sale.engine.remove(sale.saleId, { buyer: 'c' });
  await sale.engine.adjust(sale.saleId, { id: 'x', by: 1 });
  await sale.engine.shift(sale.saleId, { byMs: 1 });
  await sale.engine.rules(sale.saleId, { ...sale.rules, message: 'hi', version: 2 });
  await sale.pass(900_001);
  await sale.sweep();
  await expect.poll(() => heard.length).toBe(13);
  expect(heard.map((line) => line.split(' ')[1])).toEqual([
    'grant',
    'settle',
    'refund',
    'void',
    'extend',
    'leave',
    'grant',
    'release',
    'remove',
    'adjust',
    'shift',
    'message',
    'expire',
  ]);
  stop();
  await notices.close();
});

test('workers are told of the first place of a line and of a place that asks for a wake-up, and of no other', async () => {
  const sale = await openTestSale({ stock: 9, rules: { startsAt: 1_800_000_000_001 } });
  const { redis, saleId } = sale;
  const listener = connectTestRedis();
  const heard: string[] = [];
  listener.on('message', (_, text) => heard.push(text));
  await listener.subscribe(workChannel);
  const join = async (buyer: string) => {
    await sale.join(buyer);
    await redis.publish(workChannel, `${saleId} ${buyer}`);
  };
  await join('first');
  await join('second');
  sale.clock.now += 1;
  await join('wakes');
  await join('last');
  await expect.poll(() => heard).toContain(`${saleId} last`);
  const ours = heard.filter((text) => text.startsWith(saleId));
  expect(ours.map((text) => text.slice(saleId.length))).toEqual([
    ...['', ' first', ' second', '', ' wakes', ' last'],
  ]);
});

test('neither junk on the channel nor a listener that throws stops the others', async () => {
  const sale = await openTestSale({ stock: 2 });
  const errors: unknown[] = [];
  const notices = await createNotices(connectTestRedis(), (error) => errors.push(error));
  let heard = 0;
  notices.on(({ saleId }) => {
    if (saleId === sale.saleId) {
      throw new Error('a bug');
    }
  });
  notices.on(({ saleId }) => {
    heard += saleId === sale.saleId ? 1 : 0;
  });
  await sale.redis.publish('fsnotice', 'junk');
  await sale.engine.shift(sale.saleId, { byMs: 1 });
  await expect.poll(() => heard).toBe(1);
  expect(errors.map(String)).toEqual([
    'TypeError: entry NaN is of an unknown type',
    'Error: a bug',
  ]);
  await notices.close();
});

test('the drain lock belongs to its token', async () => {
  const sale = await openTestSale({ stock: 2 });
  const { engine, saleId } = sale;
  expect(await engine.lock(saleId, 'other', 1_000)).toBe(false);
  expect(await engine.renewLock(saleId, 'other', 1_000)).toBe(false);
  expect(await engine.renewLock(saleId, 'drain', 1_000)).toBe(true);
  expect(await sale.redis.pttl(keysOf(saleId).lock)).toBeLessThanOrEqual(1_000);
  expect(await engine.unlock(saleId, 'other')).toBe(false);
  expect(await engine.unlock(saleId, 'drain')).toBe(true);
  expect(await engine.lock(saleId, 'other', 1_000)).toBe(true);
  expect(await sale.redis.pttl(keysOf(saleId).lock)).toBeGreaterThan(0);
});

test('a hint names a sale with a join, until it is taken back', async () => {
  const sale = await openTestSale({ stock: 2 });
  await sale.engine.hint(sale.saleId);
  expect(await sale.engine.hinted()).toContain(sale.saleId);
  await sale.engine.unhint(sale.saleId);
  expect(await sale.engine.hinted()).not.toContain(sale.saleId);
});

test('nothing of a dropped sale stays', async () => {
  const sale = await openTestSale({ stock: 2 });
  await sale.join('a', 'b', 'c');
  await sale.grant();
  await sale.buy('a');
  await sale.engine.drop(sale.saleId);
  expect(await sale.redis.keys(`*${sale.saleId}*`)).toEqual([]);
});
