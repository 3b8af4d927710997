import { expect, test } from 'vitest';
import { keysOf } from '../keys.ts';
import { must, openTestSale } from '../testing/sale.ts';

test('any number of places and the counters come from one moment', async () => {
  const sale = await openTestSale({ stock: 3, rules: { message: '42', price: 5 } });
  await sale.join('sold', 'claimed', 'held', 'one', 'two');
  await sale.grant();
  const order = await sale.buy('sold');
  const claim = await sale.claim('claimed', 7_000);
  const buyers = ['sold', 'claimed', 'held', 'one', 'two', 'absent'];
  const answer = must(await sale.engine.position(sale.saleId, buyers));
  expect(answer.places).toEqual([
    { state: 'sold', unit: 1, fence: order.attempt, orderId: 'order-sold', seq: 1_000_000_001 },
    {
      state: 'claimed',
      hold: claim.hold,
      attempt: claim.attempt,
      leaseUntil: sale.clock.now + 7_000,
    },
    {
      state: 'held',
      hold: {
        buyer: 'held',
        seq: 1_000_000_003,
        unit: 3,
        fence: 1_000_000_003,
        expiresAt: sale.clock.now + 900_000,
        price: 5,
        extensionsLeft: 1,
      },
    },
    { state: 'waiting', seq: 1_000_000_004, rank: 1 },
    { state: 'waiting', seq: 1_000_000_005, rank: 2 },
    { state: 'none' },
  ]);
  expect(answer).toMatchObject({
    kind: 'positions',
    size: 2,
    free: 0,
    held: 1,
    claimed: 1,
    sold: 1,
    stock: 3,
    epoch: 1,
    now: sale.clock.now,
    startsAt: sale.rules.startsAt,
    endsAt: sale.rules.endsAt,
    lobbyOpensAt: sale.rules.lobbyOpensAt,
    paused: false,
    pauseReason: '',
    message: '42',
    closed: false,
  });
});

test('positions of an empty list of buyers are an empty list', async () => {
  const sale = await openTestSale({ stock: 3 });
  expect(must(await sale.engine.position(sale.saleId, [])).places).toEqual([]);
});

test('a buyer who left is no longer known', async () => {
  const sale = await openTestSale({ stock: 3 });
  await sale.join('a');
  await sale.engine.leave(sale.saleId, { buyer: 'a' });
  expect(await sale.place('a')).toEqual({ state: 'none' });
});

test('ranks never grow for someone who waits', async () => {
  const sale = await openTestSale({ stock: 2 });
  await sale.join('a', 'b', 'c', 'd');
  const ranks = [];
  ranks.push(await sale.place('d'));
  await sale.engine.leave(sale.saleId, { buyer: 'b' });
  ranks.push(await sale.place('d'));
  await sale.grant(1);
  ranks.push(await sale.place('d'));
  expect(ranks.map((place) => 'rank' in place && place.rank)).toEqual([4, 3, 2]);
});

test('a sale with a lost inventory can still be asked', async () => {
  const sale = await openTestSale({ stock: 3 });
  await sale.join('a');
  await sale.redis.del(keysOf(sale.saleId).inventory);
  const answer = await sale.engine.position(sale.saleId, ['a']);
  expect(answer).toMatchObject({ free: 0, places: [{ state: 'waiting', rank: 1 }] });
});

test('free units are counted, and are none while their number is lost', async () => {
  const sale = await openTestSale({ stock: 3 });
  const free = async () => must(await sale.engine.position(sale.saleId, [])).free;
  expect(await free()).toBe(3);
  await sale.redis.del(keysOf(sale.saleId).inventory);
  expect(await free()).toBe(0);
});
