import { describe, expect, test } from 'vitest';
import { keysOf } from '../keys.ts';
import { must, openTestSale } from '../testing/sale.ts';

async function holdersOf(buyers: string, rules = {}) {
  const sale = await openTestSale({ stock: buyers.length, rules });
  await sale.join(...buyers);
  await sale.grant();
  return sale;
}

test('a place that is given up frees its rank, and a hold its unit', async () => {
  const sale = await holdersOf('a');
  await sale.join('b', 'c');
  const leave = (buyer: string) => sale.engine.leave(sale.saleId, { buyer });
  expect(await leave('b')).toEqual({
    kind: 'left',
    gave: 'place',
    epoch: 1,
    n: 6,
    now: sale.clock.now,
  });
  expect(await leave('a')).toMatchObject({ kind: 'left', gave: 'hold', n: 7 });
  expect(await sale.snapshot()).toMatchObject({ free: 1, held: 0, waiting: 1 });
  expect((await sale.story()).slice(-2)).toEqual(['leave b 1000000002 -', 'leave a 1000000001 1']);
  expect(await leave('a')).toEqual({ kind: 'refused', why: 'nothing', epoch: 1 });
  expect(await leave('absent')).toMatchObject({ why: 'nothing' });
});

test('a running payment and a sold unit cannot be left', async () => {
  const sale = await holdersOf('ab');
  await sale.claim('a');
  await sale.buy('b');
  const leave = (buyer: string) => sale.engine.leave(sale.saleId, { buyer });
  expect(await leave('a')).toEqual({ kind: 'refused', why: 'claimed', epoch: 1 });
  const sold = { kind: 'refused', why: 'sold', orderId: 'order-b', epoch: 1 };
  expect(await leave('b')).toEqual(sold);
});

test('an operator takes a hold away, and its buyer may join again', async () => {
  const sale = await holdersOf('abc');
  await sale.join('waits');
  await sale.claim('b');
  await sale.buy('c');
  const release = (buyer: string) => sale.engine.release(sale.saleId, { buyer });
  expect(await release('a')).toMatchObject({ kind: 'done', epoch: 1 });
  expect((await sale.story()).at(-1)).toBe('release a 1 1000000001');
  expect(await sale.place('a')).toMatchObject({ state: 'expired' });
  expect(await release('a')).toEqual({ kind: 'refused', why: 'nothing', epoch: 1 });
  expect(await release('b')).toMatchObject({ why: 'claimed' });
  expect(await release('c')).toMatchObject({ why: 'sold' });
  expect(await release('waits')).toMatchObject({ why: 'waiting' });
  expect(await sale.join('a')).toMatchObject([{ kind: 'joined' }]);
  expect(await sale.snapshot()).toMatchObject({ free: 1, claimed: 1, sold: 1, halted: '' });
});

test('an operator removes a place, a hold or what remains of one, once', async () => {
  const sale = await holdersOf('abcd');
  await sale.join('waits');
  await sale.claim('b');
  await sale.buy('c');
  await sale.engine.leave(sale.saleId, { buyer: 'd' });
  const remove = (buyer: string) => sale.engine.remove(sale.saleId, { buyer });
  expect(await remove('a')).toMatchObject({ kind: 'done' });
  expect(await remove('waits')).toMatchObject({ kind: 'done' });
  expect(await remove('d')).toMatchObject({ kind: 'done' });
  expect((await sale.story()).slice(-3)).toEqual([
    'remove a 1000000001 1',
    'remove waits 1000000005 -',
    'remove d 1000000004 -',
  ]);
  expect(await remove('a')).toEqual({ kind: 'refused', why: 'nothing', epoch: 1 });
  expect(await remove('b')).toMatchObject({ why: 'claimed' });
  expect(await remove('c')).toMatchObject({ why: 'sold' });
  expect(await remove('absent')).toMatchObject({ why: 'nothing' });
  expect(await sale.place('waits')).toMatchObject({ state: 'removed', seq: 1_000_000_005 });
  expect(await sale.snapshot()).toMatchObject({ free: 2, held: 0, waiting: 0, halted: '' });
});

const damages: [string, (keys: ReturnType<typeof keysOf>) => (string | number)[]][] = [
  ['a hold without an expiry', (keys) => ['DEL', keys.expiry]],
  ['a unit that is free already', (keys) => ['ZADD', keys.unitsFree, 1, 1]],
  ['a unit that was never handed out', (keys) => ['HSET', keys.meta, 'nextUnit', 1]],
  ['a lost inventory', (keys) => ['DEL', keys.inventory]],
];
test.each(
  damages.flatMap(([name, damage]) =>
    (['leave', 'release', 'remove'] as const).map((method) => ({ name, damage, method })),
  ),
)('$name halts $method, and nothing changes', async ({ damage, method }) => {
  const sale = await holdersOf('a');
  const [command = '', ...args] = damage(keysOf(sale.saleId));
  await sale.redis.call(String(command), ...args);
  const outcome = await sale.engine[method](sale.saleId, { buyer: 'a' });
  expect(outcome).toEqual({ kind: 'unavailable', why: 'halted' });
  expect(await sale.place('a')).toMatchObject({ state: 'held' });
});

test('due holds end in one entry, oldest first, and their units are free at once', async () => {
  const sale = await holdersOf('ab');
  await sale.pass(100_000);
  await sale.engine.adjust(sale.saleId, { id: 'more', by: 1 });
  await sale.join('c', 'd');
  await sale.grant();
  await sale.pass(800_000);
  expect(await sale.sweep()).toEqual({
    kind: 'swept',
    expired: [
      { buyer: 'a', unit: 1, fence: 1_000_000_001, seq: 1_000_000_001 },
      { buyer: 'b', unit: 2, fence: 1_000_000_002, seq: 1_000_000_002 },
    ],
    lapsed: [],
    more: false,
    nextExpiryAt: sale.clock.now + 100_000,
    epoch: 1,
    now: sale.clock.now,
  });
  expect((await sale.story()).at(-1)).toBe('expire a 1 1000000001 b 2 1000000002');
  expect(await sale.place('a')).toMatchObject({ state: 'expired', at: sale.clock.now });
  expect(await sale.grant()).toMatchObject({ holds: [{ buyer: 'd', unit: 1 }] });
  expect(await sale.snapshot()).toMatchObject({ free: 1, held: 2, halted: '' });
});

test('nothing is swept before its time, and an empty sweep writes nothing', async () => {
  const sale = await holdersOf('a');
  await sale.pass(899_999);
  const { n } = await sale.snapshot();
  expect(await sale.sweep()).toMatchObject({ expired: [], nextExpiryAt: sale.clock.now + 1 });
  expect((await sale.snapshot()).n).toBe(n);
});

test('the next sweep is due when the holds are that were moved', async () => {
  const sale = await holdersOf('a');
  must(await sale.engine.shift(sale.saleId, { byMs: 60_000 }));
  expect((await sale.sweep()).nextExpiryAt).toBe(sale.clock.now + 960_000);
});

test('at most 500 a call, and it says whether more are due', async () => {
  const sale = await openTestSale({ stock: 600 });
  await sale.join(...Array.from({ length: 600 }, (_, i) => `b${i}`));
  for (let i = 0; i < 3; i++) {
    await sale.grant();
  }
  await sale.pass(900_000);
  const first = await sale.sweep(10_000);
  expect([first.expired.length, first.more]).toEqual([500, true]);
  expect((await sale.sweep(50)).expired).toHaveLength(50);
  const last = await sale.sweep();
  expect([last.expired.length, last.more, last.nextExpiryAt]).toEqual([50, false, null]);
});

test('a lapsed lease is reported and not touched: only the record may decide', async () => {
  const sale = await holdersOf('ab');
  const { attempt } = await sale.claim('a', 5_000);
  sale.clock.now += 4_999;
  expect((await sale.sweep()).lapsed).toEqual([]);
  sale.clock.now += 1;
  const lapsed = [
    {
      buyer: 'a',
      unit: 1,
      seq: 1_000_000_001,
      fence: 1_000_000_001,
      attempt,
      leaseUntil: sale.clock.now,
    },
  ];
  expect((await sale.sweep()).lapsed).toEqual(lapsed);
  await sale.pass(1_000_000);
  const later = await sale.sweep();
  expect([later.lapsed, later.expired.length]).toEqual([lapsed, 1]);
  expect(await sale.place('a')).toMatchObject({ state: 'claimed' });
});

test('after the end of a sale that honours no holds every hold is due, claims finish', async () => {
  const sale = await holdersOf('abc', { honourHoldsAfterEnd: false });
  const order = await sale.claim('c');
  await sale.engine.rules(sale.saleId, {
    ...sale.rules,
    honourHoldsAfterEnd: false,
    closed: true,
    version: 2,
  });
  expect((await sale.sweep()).expired).toHaveLength(2);
  const settled = { buyer: 'c', unit: 3, attempt: order.attempt, orderId: 'o' };
  expect(await sale.engine.settle(sale.saleId, settled)).toMatchObject({ kind: 'settled' });
});

test.each([
  ['an expiry without a hold', 'holds', 'HDEL', ['a']],
  ['an expiry of a claim', 'holds', 'HSET', ['a', 'c 1 1 1 1 1 0 5 t']],
  ['a unit that is none', 'holds', 'HSET', ['a', 'h 1 0 1 1 1 0']],
  ['a unit that is free already', 'unitsFree', 'ZADD', [1, 1]],
] as const)('%s halts the sweep, and nothing is freed', async (_, key, command, args) => {
  const sale = await holdersOf('ab');
  await sale.redis.call(command, keysOf(sale.saleId)[key], ...args);
  sale.clock.now += 900_000;
  const outcome = await sale.engine.sweep(sale.saleId, { max: 500 });
  expect(outcome).toEqual({ kind: 'unavailable', why: 'halted' });
  expect(await sale.snapshot()).toMatchObject({ halted: 'sweep', held: 2, free: 0 });
});

test('a lease without a claim halts the sweep', async () => {
  const sale = await holdersOf('ab');
  await sale.claim('a', 1);
  await sale.redis.hdel(keysOf(sale.saleId).holds, 'a');
  sale.clock.now += 1;
  await expect(sale.sweep()).rejects.toThrow('halted');
  expect((await sale.snapshot()).halted).toBe('lapsed');
});

test('who extends has more time, as often as the rules allow', async () => {
  const sale = await holdersOf('a', { extensions: 2 });
  const extend = async (fence?: number) => {
    const outcome = must(await sale.engine.extend(sale.saleId, { buyer: 'a', fence }));
    return outcome.kind === 'refused' ? outcome.why : outcome.hold;
  };
  const end = sale.clock.now + 900_000;
  expect(await extend()).toMatchObject({ expiresAt: end + 300_000, extensionsLeft: 1 });
  expect(await extend(1)).toBe('wrong_fence');
  expect(await extend(1_000_000_001)).toMatchObject({
    expiresAt: end + 600_000,
    extensionsLeft: 0,
  });
  expect(await extend()).toBe('none_left');
  expect((await sale.story()).at(-1)).toBe(`extend a 1000000001 ${end + 600_000}`);
  await sale.pass(1_499_999);
  expect((await sale.sweep()).expired).toEqual([]);
  await sale.claim('a');
  expect(await extend()).toBe('claimed');
});

test('what has ended is not extended', async () => {
  const sale = await holdersOf('ab');
  await sale.join('waits');
  const why = async (buyer: string) => {
    const outcome = must(await sale.engine.extend(sale.saleId, { buyer }));
    return outcome.kind === 'refused' ? outcome.why : outcome.kind;
  };
  expect(await why('waits')).toBe('no_hold');
  await sale.engine.rules(sale.saleId, {
    ...sale.rules,
    honourHoldsAfterEnd: false,
    endsAt: sale.clock.now,
    version: 2,
  });
  expect(await why('a')).toBe('expired');
  await sale.engine.rules(sale.saleId, { ...sale.rules, version: 3 });
  await sale.pass(900_000);
  expect(await why('a')).toBe('expired');
  await sale.sweep();
  expect(await why('a')).toBe('expired');
});

test('a hold that is due only by a clock that was set forward is not taken back', async () => {
  const sale = await holdersOf('ab');
  const latestNow = sale.clock.now + 30_000;
  sale.clock.now += 3_600_000;
  const sweep = (options = {}) => sale.engine.sweep(sale.saleId, { max: 10, ...options });
  expect(await sweep({ latestNow })).toEqual({ kind: 'unavailable', why: 'clock' });
  expect(await sale.snapshot()).toMatchObject({ held: 2, halted: '' });
  expect(await sweep({ latestNow: sale.clock.now })).toMatchObject({ kind: 'swept' });
  expect(await sale.snapshot()).toMatchObject({ held: 0, free: 2 });
});

test('holds move once for one jump of the clock, whichever worker sees it first', async () => {
  const sale = await holdersOf('a');
  const expiresAt = async () => {
    const place = await sale.place('a');
    return place.state === 'held' ? place.hold.expiresAt : 0;
  };
  const before = await expiresAt();
  const jump = async (byMs: number, sawLastMsAgo: number) =>
    sale.engine.shift(sale.saleId, { byMs, onceSince: sale.clock.now - sawLastMsAgo });
  sale.clock.now += 600_000;
  expect(await jump(600_000, 250)).toMatchObject({ kind: 'shifted' });
  sale.clock.now += 100;
  expect(await jump(600_000, 350)).toMatchObject({ kind: 'already' });
  sale.clock.now += 60_000;
  expect(await jump(660_000, 60_300)).toMatchObject({ kind: 'already' });
  expect(await expiresAt()).toBe(before + 600_000);
  // Another jump, which both have seen the first one before.
  sale.clock.now += 300_000;
  expect(await jump(300_000, 250)).toMatchObject({ kind: 'shifted' });
  expect(await expiresAt()).toBe(before + 900_000);
});

describe('a move of the holds for a jump of the clock', () => {
  const setup = async () => {
    const sale = await holdersOf('a');
    const { saleId, engine } = sale;
    const jump = async (onceSince: number) =>
      (await engine.shift(saleId, { byMs: 1_000, onceSince })).kind;
    const move = async () => (await engine.shift(saleId, { byMs: 1_000 })).kind;
    return { ...sale, jump, move };
  };

  test('is made once in the very moment from which on one is enough', async () => {
    const { clock, jump } = await setup();
    expect([await jump(clock.now), await jump(clock.now)]).toEqual(['shifted', 'already']);
  });

  test('is made although one was noted for a later time, as it is when the clock was set back', async () => {
    const { clock, jump, redis, saleId } = await setup();
    await redis.hset(keysOf(saleId).meta, 'jumpMovedAt', clock.now + 1);
    expect(await jump(clock.now - 250)).toBe('shifted');
  });

  test('has nothing to do with a move for an outage', async () => {
    const { clock, jump, move } = await setup();
    expect([await move(), await jump(clock.now)]).toEqual(['shifted', 'shifted']);
    expect([await move(), await jump(clock.now)]).toEqual(['shifted', 'already']);
  });
});
