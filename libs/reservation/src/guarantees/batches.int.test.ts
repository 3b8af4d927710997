import { newId } from '@flash/testing';
import { expect, test } from 'vitest';
import { createCaller } from '../call/call.ts';
import { keysOf } from '../keys.ts';
import { must, openTestSale, type TestSale } from '../testing/sale.ts';
import { openPrivateRedis } from '../testing/server.ts';

/** How often Redis ran a script, over all clients. */
async function scriptsRun({ redis }: TestSale): Promise<number> {
  const stats = await redis.info('commandstats');
  return Number(/cmdstat_evalsha:calls=(\d+)/.exec(stats)?.[1] ?? 0);
}

const joinAll = ({ engine, saleId }: TestSale, buyers: readonly string[]) =>
  Promise.all(buyers.map((buyer) => engine.join(saleId, { buyer, bearer: false })));

const crowd = Array.from({ length: 250 }, (_, i) => `b${i}`);

test('a crowd that joins in one moment stands in the order of its calls, with one log entry each', async () => {
  const { redis } = await openPrivateRedis();
  const sale = await openTestSale({ stock: 10, redis });
  await sale.join('first');
  const before = await scriptsRun(sale);
  const outcomes = await joinAll(sale, crowd);
  // A hundred a call.
  expect((await scriptsRun(sale)) - before).toBe(3);
  for (const [at, outcome] of outcomes.entries()) {
    const seq = 1_000_000_002 + at;
    const place = { state: 'waiting', seq, rank: at + 2 };
    expect(outcome).toMatchObject({ kind: 'joined', place, size: at + 2, n: at + 3 });
  }
  const story = await sale.story();
  expect(story.slice(2)).toEqual(crowd.map((buyer, at) => `join ${1_000_000_002 + at} ${buyer} 0`));
});

test('of a crowd that joins in one moment one asks for the wake-up', async () => {
  const sale = await openTestSale({ stock: 10 });
  const outcomes = await joinAll(sale, crowd.slice(0, 20));
  expect(outcomes.filter((one) => 'wake' in one && one.wake)).toHaveLength(1);
});

test('the last place of a network that many ask for in one moment is given once', async () => {
  const sale = await openTestSale({ stock: 10, rules: { placesPerNetwork: 3 } });
  const outcomes = await Promise.all(
    crowd
      .slice(0, 8)
      .map((buyer) => sale.engine.join(sale.saleId, { buyer, bearer: false, network: 'net' })),
  );
  const kinds = outcomes.map((one) => ('why' in one ? one.why : one.kind));
  const full = Array<string>(5).fill('too_many_places');
  expect(kinds).toEqual(['joined', 'joined', 'joined', ...full]);
});

test('an id that is none fails alone, and those beside it join', async () => {
  const sale = await openTestSale({ stock: 10 });
  const asked = ['a', 'b', 'not an id', 'c'].map((buyer) =>
    sale.engine.join(sale.saleId, { buyer, bearer: false }),
  );
  const outcomes = await Promise.allSettled(asked);
  expect(outcomes.map(({ status }) => status)).toEqual([
    'fulfilled',
    'fulfilled',
    'rejected',
    'fulfilled',
  ]);
  expect((await sale.snapshot()).waiting).toBe(3);
});

test('a join that Redis cannot do fails alone, and those behind it join without a gap in the log', async () => {
  const sale = await openTestSale({ stock: 10 });
  await sale.join('a');
  // The place of `lost` is remembered under a key that is of another type by mistake.
  const keys = keysOf(sale.saleId);
  await sale.redis.hset(keys.holds, 'lost', 'e 1000000300 1');
  await sale.redis.set(`${keys.attempts}:${Math.floor(1_000_000_300 / 128)}`, 'text');
  const outcomes = await Promise.allSettled(
    ['b', 'c', 'lost', 'd', 'e'].map((buyer) =>
      sale.engine.join(sale.saleId, { buyer, bearer: false, attempt: { proof: 'k1' } }),
    ),
  );
  const places = outcomes.map((one) =>
    one.status === 'fulfilled' && one.value.kind === 'joined' ? one.value.place : one.status,
  );
  expect(places).toEqual([
    { state: 'waiting', seq: 1_000_000_002, rank: 2 },
    { state: 'waiting', seq: 1_000_000_003, rank: 3 },
    'rejected',
    { state: 'waiting', seq: 1_000_000_004, rank: 4 },
    { state: 'waiting', seq: 1_000_000_005, rank: 5 },
  ]);
  expect((await sale.log()).map(({ n }) => n)).toEqual([1, 2, 3, 4, 5, 6]);
});

test('a join that meets a damaged record fails alone, and its error says what failed', async () => {
  const sale = await openTestSale({ stock: 10 });
  await sale.redis.hset(keysOf(sale.saleId).holds, 'damaged', 'h');
  const outcomes = await Promise.allSettled(
    ['a', 'damaged', 'b'].map((buyer) => sale.engine.join(sale.saleId, { buyer, bearer: false })),
  );
  expect(outcomes).toMatchObject([
    { value: { kind: 'joined', place: { rank: 1 } } },
    { status: 'rejected', reason: { message: expect.stringContaining('arithmetic') } },
    { value: { kind: 'joined', place: { rank: 2 } } },
  ]);
});

test('a batch with an argument out of range changes nothing at all', async () => {
  const sale = await openTestSale({ stock: 10 });
  const call = createCaller(sale.redis, () => sale.clock.now);
  const good = ['a', 0, '', '', '', ''];
  const bad = ['b', 0, '1.5', '', '', ''];
  await expect(call.each('join', sale.saleId, [good, bad])).rejects.toThrow();
  expect(await sale.snapshot()).toMatchObject({ waiting: 0, n: 1 });
});

test('holders who pay in one moment each get an attempt of their own, and one who has no hold is told so', async () => {
  const sale = await openTestSale({ stock: 10 });
  await sale.join('a', 'b', 'c', 'waits');
  await sale.grant(3);
  const { engine, saleId } = sale;
  const asked = ['a', 'waits', 'b', 'a', 'c'];
  const claims = await Promise.all(
    asked.map((buyer, at) => engine.claim(saleId, { buyer, token: `t${at}`, leaseMs: 5_000 })),
  );
  expect(claims.map(({ kind }) => kind)).toEqual([
    'claimed',
    'refused',
    'claimed',
    'in_progress',
    'claimed',
  ]);
  const attempts = claims.flatMap((one) => (one.kind === 'claimed' ? [one.attempt] : []));
  expect(attempts).toEqual([1_000_000_004, 1_000_000_005, 1_000_000_006]);

  const orders = claims.flatMap((one) =>
    one.kind === 'claimed'
      ? [{ ...one.hold, attempt: one.attempt, orderId: `order-${one.hold.buyer}` }]
      : [],
  );
  const stranger = { buyer: 'waits', unit: 9, attempt: 1, orderId: 'order-none' };
  const settled = await Promise.all(
    [...orders, stranger, ...orders].map((one) => engine.settle(saleId, one)),
  );
  expect(settled.map(({ kind }) => kind)).toEqual([
    ...['settled', 'settled', 'settled'],
    'stale',
    ...['already', 'already', 'already'],
  ]);
  expect(must(await engine.snapshot(saleId))).toMatchObject({ sold: 3, claimed: 0, halted: '' });
});

test('a sale that Redis does not know is unknown to all of a batch', async () => {
  const sale = await openTestSale({ stock: 10 });
  await sale.engine.drop(sale.saleId);
  const outcomes = await joinAll(sale, crowd.slice(0, 5));
  expect(outcomes).toEqual(Array(5).fill({ kind: 'unavailable', why: 'missing' }));
});

test('a sale that Redis does not know is unknown, whatever the arguments of a batch are', async () => {
  const sale = await openTestSale({ stock: 10 });
  const call = createCaller(sale.redis, () => sale.clock.now);
  const commands = [
    ['a', 0, '', '', '', ''],
    ['b', 0, '1.5', '', '', ''],
  ];
  const missing = { kind: 'unavailable', why: 'missing' };
  expect(await call.each('join', newId(), commands)).toEqual([missing, missing]);
});

test('what the server refuses as a whole is the error of the whole call, by which a client looks for another one', async () => {
  const { redis } = await openPrivateRedis();
  const sale = await openTestSale({ stock: 10, redis });
  const call = createCaller(redis, () => sale.clock.now);
  await redis.replicaof('127.0.0.1', 1);
  const commands = ['a', 'b'].map((buyer) => [buyer, 0, '', '', '', '']);
  await expect(call.each('join', sale.saleId, commands)).rejects.toThrow(/^READONLY/);
  await redis.replicaof('NO', 'ONE');
});

test('a full Redis refuses each join of a batch, and no place is half taken', async () => {
  const { redis } = await openPrivateRedis();
  const sale = await openTestSale({ stock: 10, redis });
  await sale.join('a');
  const before = await sale.snapshot();
  await redis.config('SET', 'maxmemory', '1');
  const outcomes = await joinAll(sale, crowd.slice(0, 5));
  expect(outcomes).toEqual(Array(5).fill({ kind: 'unavailable', why: 'memory' }));
  expect(await sale.snapshot()).toEqual(before);
});
