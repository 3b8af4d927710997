import { describe, expect, test } from 'vitest';
import { keysOf } from '../keys.ts';
import { must, openTestSale } from '../testing/sale.ts';

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

test('a crowd with free units asks for one wake-up, until a worker drains', async () => {
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

test('a known place is not disclosed without proof', async () => {
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

test('a closed sale takes no joins, but a buyer with a place still sees it', async () => {
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

const attempts = (saleId: string, seq: number) =>
  `${keysOf(saleId).attempts}:${Math.floor(seq / 128)}`;

describe('a request that was answered with a place and comes again', () => {
  const secret = { proof: 'k-secret' };
  const short = (draw: string) => ({ proof: `r${draw}`, name: 's-short' });

  test('finds the same place in every state, also after the end, and never a second one', async () => {
    const sale = await openTestSale({ stock: 3 });
    for (const buyer of ['sold', 'claimed', 'held', 'waiting']) {
      await sale.engine.join(sale.saleId, { buyer, bearer: false, attempt: secret });
    }
    await sale.grant();
    await sale.buy('sold');
    await sale.claim('claimed');
    await sale.engine.rules(sale.saleId, { ...sale.rules, closed: true, version: 2 });
    const states = [];
    for (const buyer of ['sold', 'claimed', 'held', 'waiting']) {
      const who = { buyer, bearer: false, attempt: secret };
      const again = must(await sale.engine.join(sale.saleId, who));
      expect(again).toMatchObject({ kind: 'repeated', proved: true, wake: false });
      states.push('place' in again && again.place.state);
    }
    expect(states).toEqual(['sold', 'claimed', 'held', 'waiting']);
    expect((await sale.snapshot()).seq).toBe(1_000_000_004);
  });

  test('does not take a second place when the first one was left, removed or refunded', async () => {
    const sale = await openTestSale({ stock: 9 });
    const join = (buyer: string) =>
      sale.engine.join(sale.saleId, { buyer, bearer: true, attempt: secret });
    for (const buyer of ['left', 'removed', 'refunded']) {
      await join(buyer);
    }
    await sale.engine.leave(sale.saleId, { buyer: 'left' });
    await sale.engine.remove(sale.saleId, { buyer: 'removed' });
    await sale.grant();
    await sale.engine.refund(sale.saleId, await sale.buy('refunded'));
    const { n } = await sale.snapshot();
    expect(await join('left')).toMatchObject({ kind: 'repeated', place: { state: 'none' } });
    expect(await join('removed')).toMatchObject({ kind: 'repeated', place: { state: 'removed' } });
    expect(await join('refunded')).toMatchObject({ kind: 'repeated', place: { state: 'none' } });
    expect(await sale.snapshot()).toMatchObject({ n, waiting: 0 });
  });

  test('is told that its place is gone when the same buyer has taken another one since', async () => {
    const sale = await openTestSale({ stock: 9 });
    const join = (proof: string) =>
      sale.engine.join(sale.saleId, { buyer: 'a', bearer: false, attempt: { proof } });
    await join('k1');
    await sale.engine.leave(sale.saleId, { buyer: 'a' });
    expect(await join('k2')).toMatchObject({ kind: 'joined', place: { rank: 1 } });
    const gone = { kind: 'repeated', place: { state: 'none' }, proved: false };
    expect(await join('k1')).toMatchObject(gone);
    await sale.engine.leave(sale.saleId, { buyer: 'a' });
    expect(await join('k1')).toMatchObject(gone);
    expect(await join('k2')).toMatchObject({ kind: 'repeated', place: { state: 'none' } });
    expect(await join('k3')).toMatchObject({ kind: 'joined' });
  });

  test('by the name of an earlier place is told that this place is gone', async () => {
    const sale = await openTestSale({ stock: 9 });
    const join = (attempt: { proof: string; name?: string }) =>
      sale.engine.join(sale.saleId, { buyer: 'a', bearer: false, attempt });
    await join(short('1'));
    await sale.engine.leave(sale.saleId, { buyer: 'a' });
    await join(secret);
    const gone = { kind: 'repeated', place: { state: 'none' }, proved: false };
    expect(await join(short('2'))).toMatchObject(gone);
  });

  test('is kept among the last twenty, the earlier place no less than this one', async () => {
    const sale = await openTestSale({ stock: 9 });
    const join = (proof: string, bearer = false) =>
      sale.engine.join(sale.saleId, { buyer: 'a', bearer, attempt: { proof } });
    await join('k0');
    await sale.engine.leave(sale.saleId, { buyer: 'a' });
    await join('k1');
    for (let i = 2; i <= 19; i += 1) {
      await join(`k${i}`, true);
    }
    expect(await join('k0')).toMatchObject({ kind: 'repeated', place: { state: 'none' } });
    await join('k20', true);
    expect(await join('k0')).toMatchObject({ kind: 'refused', why: 'no_proof' });
  });

  test('is kept for ten minutes, which a press that shows nothing lasting does not prolong', async () => {
    const sale = await openTestSale({ stock: 9 });
    const join = (proof: string, bearer = false) =>
      sale.engine.join(sale.saleId, { buyer: 'a', bearer, attempt: { proof } });
    await join('k1');
    await sale.pass(9 * 60_000);
    expect(await join('r1', true)).toMatchObject({ kind: 'already' });
    await sale.pass(2 * 60_000);
    expect(await join('k1')).toMatchObject({ kind: 'refused', why: 'no_proof' });
  });

  test('by a name that can be guessed sees the place and does not prove it', async () => {
    const sale = await openTestSale({ stock: 9 });
    const join = (draw: string) =>
      sale.engine.join(sale.saleId, { buyer: 'a', bearer: false, attempt: short(draw) });
    expect(await join('1')).toMatchObject({ kind: 'joined', proved: true });
    expect(await join('2')).toMatchObject({ kind: 'repeated', proved: false, place: { rank: 1 } });
    // The request itself, sent again by its connection, is still the one that joined.
    expect(await join('1')).toMatchObject({ kind: 'repeated', proved: true, place: { rank: 1 } });
  });

  test('with the ticket of an earlier place finds the place that this ticket was shown for', async () => {
    const sale = await openTestSale({ stock: 9 });
    const join = (seq?: number) => {
      const ticket = seq === undefined ? undefined : { seq };
      return sale.engine.join(sale.saleId, { buyer: 'a', bearer: false, ticket });
    };
    await join();
    await sale.engine.leave(sale.saleId, { buyer: 'a' });
    expect(await join(1_000_000_001)).toMatchObject({ kind: 'joined' });
    const again = { kind: 'repeated', proved: true, place: { seq: 1_000_000_002 } };
    expect(await join(1_000_000_001)).toMatchObject(again);
    await sale.engine.leave(sale.saleId, { buyer: 'a' });
    expect(await join(1_000_000_001)).toMatchObject({ kind: 'joined' });
  });

  test('with the number of a ticket for its key proves nothing', async () => {
    const sale = await openTestSale({ stock: 9 });
    const who = { buyer: 'a', bearer: false };
    await sale.engine.join(sale.saleId, who);
    await sale.engine.leave(sale.saleId, { buyer: 'a' });
    await sale.engine.join(sale.saleId, { ...who, ticket: { seq: 1_000_000_001 } });
    const guessed = { ...who, attempt: { proof: '1000000001' } };
    expect(await sale.engine.join(sale.saleId, guessed)).toMatchObject({ why: 'no_proof' });
  });

  test('a ticket of an earlier place proves nothing of a place that was taken without it', async () => {
    const sale = await openTestSale({ stock: 9 });
    const join = (attempt: string, seq?: number) => {
      const ticket = seq === undefined ? undefined : { seq };
      const who = { buyer: 'a', bearer: false, ticket, attempt: { proof: attempt } };
      return sale.engine.join(sale.saleId, who);
    };
    await join('k-squatter');
    await sale.engine.leave(sale.saleId, { buyer: 'a' });
    await join('k-owner');
    for (const turn of [1, 2]) {
      const refused = await join(`k-thief${turn}`, 1_000_000_001);
      expect(refused).toMatchObject({ kind: 'refused', why: 'no_proof' });
      expect(await join(`k-thief${turn}`)).toMatchObject({ kind: 'refused', why: 'no_proof' });
    }
  });

  test('is remembered when it only found a place, once it has proved it', async () => {
    const sale = await openTestSale({ stock: 9 });
    await sale.join('a');
    const ticket = { seq: 1_000_000_001 };
    const press = { buyer: 'a', bearer: false, attempt: secret };
    expect(await sale.engine.join(sale.saleId, { ...press, ticket })).toMatchObject({
      kind: 'already',
    });
    expect(await sale.engine.join(sale.saleId, press)).toMatchObject({
      kind: 'repeated',
      proved: true,
    });
  });

  test('is remembered for ten minutes, and the last twenty of a buyer are', async () => {
    const sale = await openTestSale({ stock: 9 });
    const press = (proof: string, bearer = true) =>
      sale.engine.join(sale.saleId, { buyer: 'a', bearer, attempt: { proof } });
    await press('k0');
    const key = attempts(sale.saleId, 1_000_000_001);
    await sale.redis.pexpire(key, 5_000);
    for (let i = 1; i <= 20; i += 1) {
      await press(`k${i}`);
    }
    const left = await sale.redis.pttl(key);
    expect(left).toBeGreaterThan(595_000);
    expect(left).toBeLessThanOrEqual(600_000);
    expect(await press('k1', false)).toMatchObject({ kind: 'repeated' });
    expect(await press('k0', false)).toMatchObject({ kind: 'refused', why: 'no_proof' });
    // What no later request can show is not kept beyond the place that it made.
    for (let i = 0; i < 30; i += 1) {
      await press(`r${i}`);
    }
    const field = await sale.redis.hget(key, String(1_000_000_001 % 128));
    expect(field?.replace(/^@\d+ /, '').split(' ')).toHaveLength(20);
  });

  test('is forgotten ten minutes later, however often others press meanwhile', async () => {
    const sale = await openTestSale({ stock: 9 });
    const press = (buyer: string, proof: string, bearer = false) =>
      sale.engine.join(sale.saleId, { buyer, bearer, attempt: { proof } });
    await press('gone', 'k1');
    await sale.engine.leave(sale.saleId, { buyer: 'gone' });
    await press('other', 'k2');
    const gone = { kind: 'repeated', place: { state: 'none' } };
    await sale.pass(600_000);
    await press('other', 'k3', true);
    expect(await press('gone', 'k1')).toMatchObject(gone);
    await sale.pass(60_000);
    await press('other', 'k4', true);
    expect(await press('gone', 'k1')).toMatchObject({ kind: 'joined' });
    // The place that was pressed for lately is still found by the last key, and by the first.
    for (const key of ['k4', 'k2']) {
      expect(await press('other', key)).toMatchObject({ kind: 'repeated', proved: true });
    }
  });

  test('is found where a process of an older version noted it, which wrote no time', async () => {
    const sale = await openTestSale({ stock: 9 });
    const press = (buyer: string, proof: string) =>
      sale.engine.join(sale.saleId, { buyer, bearer: false, attempt: { proof } });
    await press('a', 'k1');
    await press('b', 'k2');
    const key = attempts(sale.saleId, 1_000_000_001);
    const field = (seq: number) => String(seq % 128);
    await sale.redis.hset(key, field(1_000_000_001), 'k1');
    const known = await sale.redis.hget(key, field(1_000_000_002));
    await sale.redis.hset(key, field(1_000_000_002), `k3 ${known}`);
    await sale.pass(3_600_000);
    expect(await press('a', 'k1')).toMatchObject({ kind: 'repeated', proved: true });
    expect(await press('b', 'k3')).toMatchObject({ kind: 'repeated', proved: true });
  });

  test('costs little memory: a crowd is kept in small packed lists', async () => {
    const sale = await openTestSale({ stock: 9 });
    const pipeline = Array.from({ length: 256 }, (_, i) => {
      const attempt = { proof: `k${'x'.repeat(16)}` };
      return sale.engine.join(sale.saleId, { buyer: `b${i}`, bearer: false, attempt });
    });
    await Promise.all(pipeline);
    const key = attempts(sale.saleId, 1_000_000_129);
    expect(await sale.redis.hlen(key)).toBe(128);
    expect(await sale.redis.hget(key, '0')).toBe(`@30000000 k${'x'.repeat(16)}`);
    expect(await sale.redis.object('ENCODING', key)).toMatch(/^(listpack|ziplist)$/);
    expect(Number(await sale.redis.memory('USAGE', key)) / 128).toBeLessThan(40);
  });
});

test('no place is given while the number of free units is lost', async () => {
  const sale = await openTestSale({ stock: 3 });
  await sale.redis.del(keysOf(sale.saleId).inventory);
  const outcome = await sale.engine.join(sale.saleId, { buyer: 'a', bearer: false });
  expect(outcome).toEqual({ kind: 'unavailable', why: 'halted' });
});
