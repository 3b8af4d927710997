import { expect, test } from 'vitest';
import { keysOf } from '../keys.ts';
import { must, openTestSale } from '../test-sale.ts';

async function holdersOf(buyers: string, rules = {}) {
  const sale = await openTestSale({ stock: buyers.length, rules });
  await sale.join(...buyers);
  await sale.grant();
  return sale;
}

test('a claim takes the hold out of the expiry, under a fence of its own', async () => {
  const sale = await holdersOf('ab');
  const outcome = await sale.engine.claim(sale.saleId, { buyer: 'a', token: 't', leaseMs: 5_000 });
  expect(outcome).toMatchObject({
    kind: 'claimed',
    hold: { buyer: 'a', unit: 1, fence: 1_000_000_001, extensionsLeft: 1 },
    attempt: 1_000_000_003,
    leaseUntil: sale.clock.now + 5_000,
    epoch: 1,
    fresh: true,
  });
  expect(await sale.snapshot()).toMatchObject({ held: 1, claimed: 1, fence: 1_000_000_003 });
  expect((await sale.story()).at(-1)).toBe('claim a 1000000001 1000000003');
  await sale.pass(900_001);
  expect((await sale.sweep()).expired.map((one) => one.buyer)).toEqual(['b']);
});

test('a lost answer: the same attempt is told the same again, and nothing is written twice', async () => {
  const sale = await holdersOf('a');
  const claim = (token: string) =>
    sale.engine.claim(sale.saleId, { buyer: 'a', token, leaseMs: 5_000 });
  const first = must(await claim('t1'));
  sale.clock.now += 1_000;
  expect(await claim('t1')).toEqual({ ...first, now: sale.clock.now, fresh: false });
  expect(await claim('t2')).toEqual({
    kind: 'in_progress',
    attempt: 1_000_000_002,
    leaseUntil: sale.clock.now + 4_000,
    epoch: 1,
    now: sale.clock.now,
  });
  expect((await sale.story()).filter((line) => line.startsWith('claim'))).toHaveLength(1);
});

test('a sold unit is told again, to whichever of its fences the caller names', async () => {
  const sale = await holdersOf('a');
  const { attempt } = await sale.buy('a');
  const claim = (fence?: number) =>
    sale.engine.claim(sale.saleId, { buyer: 'a', token: 't', leaseMs: 5_000, fence });
  const sold = { kind: 'sold', unit: 1, fence: attempt, orderId: 'order-a', epoch: 1 };
  expect(await claim()).toEqual(sold);
  expect(await claim(attempt)).toEqual(sold);
  expect(await claim(1_000_000_001)).toEqual(sold);
  expect(await claim(77)).toMatchObject({ kind: 'refused', why: 'wrong_fence' });
});

test('after a heal nobody knows the fence of the hold any more: any is taken', async () => {
  const sale = await openTestSale({ stock: 2 });
  const order = { buyer: 'a', unit: 1, attempt: 1_000_000_050, orderId: 'o' };
  await sale.engine.settle(sale.saleId, { ...order, fromRecord: true });
  const claim = await sale.engine.claim(sale.saleId, {
    buyer: 'a',
    token: 't',
    leaseMs: 1,
    fence: 77,
  });
  expect(claim).toMatchObject({ kind: 'sold', orderId: 'o' });
});

test('without a hold, after it or with a wrong fence nothing is claimed', async () => {
  const sale = await holdersOf('ab');
  await sale.join('waits');
  const claim = async (buyer: string, fence?: number) => {
    const outcome = must(
      await sale.engine.claim(sale.saleId, { buyer, token: 't', leaseMs: 5_000, fence }),
    );
    return outcome.kind === 'refused' ? outcome.why : outcome.kind;
  };
  expect(await claim('nobody')).toBe('no_hold');
  expect(await claim('waits')).toBe('no_hold');
  expect(await claim('a', 1)).toBe('wrong_fence');
  await sale.engine.leave(sale.saleId, { buyer: 'b' });
  expect(await claim('b')).toBe('no_hold');
  await sale.pass(899_999);
  expect(await claim('a', 1_000_000_001)).toBe('claimed');
});

test('a hold ends at its expiry to the millisecond, swept or not', async () => {
  const sale = await holdersOf('a');
  await sale.pass(900_000);
  const claim = () => sale.engine.claim(sale.saleId, { buyer: 'a', token: 't', leaseMs: 5_000 });
  expect(await claim()).toMatchObject({ kind: 'refused', why: 'expired' });
  await sale.sweep();
  expect(await claim()).toMatchObject({ kind: 'refused', why: 'expired' });
});

test('holds are honoured after the end, unless the sale says otherwise', async () => {
  for (const honour of [true, false]) {
    const sale = await holdersOf('ab', {
      endsAt: 1_800_000_010_000,
      honourHoldsAfterEnd: honour,
    });
    sale.clock.now += 9_999;
    await sale.claim('a');
    sale.clock.now += 1;
    const late = await sale.engine.claim(sale.saleId, { buyer: 'b', token: 't', leaseMs: 1 });
    expect(late).toMatchObject(
      honour ? { kind: 'claimed' } : { kind: 'refused', why: 'ended', epoch: 1 },
    );
  }
});

test('a sale ended by hand that does not honour holds refuses claims at once', async () => {
  const sale = await holdersOf('a', { honourHoldsAfterEnd: false });
  await sale.engine.rules(sale.saleId, { ...sale.rules, closed: true, version: 2 });
  const outcome = await sale.engine.claim(sale.saleId, { buyer: 'a', token: 't', leaseMs: 1 });
  expect(outcome).toMatchObject({ kind: 'refused', why: 'ended' });
});

test('a lease is renewed only for the running attempt, and leaves no trace in the log', async () => {
  const sale = await holdersOf('a');
  const { attempt } = await sale.claim('a', 5_000);
  const { n } = await sale.snapshot();
  sale.clock.now += 1_000;
  const renew = (attempt: number) =>
    sale.engine.renew(sale.saleId, { buyer: 'a', attempt, leaseMs: 5_000 });
  expect(await renew(attempt)).toEqual({ kind: 'renewed', leaseUntil: sale.clock.now + 5_000 });
  expect(await sale.place('a')).toMatchObject({ leaseUntil: sale.clock.now + 5_000 });
  expect(await renew(attempt - 1)).toEqual({ kind: 'stale' });
  expect((await sale.snapshot()).n).toBe(n);
  await sale.engine.void(sale.saleId, { buyer: 'a', attempt });
  expect(await renew(attempt)).toEqual({ kind: 'stale' });
});

test('a record and a lease that disagree halt instead of being guessed at', async () => {
  const sale = await holdersOf('a');
  await sale.claim('a');
  await sale.redis.del(keysOf(sale.saleId).claims);
  const claim = await sale.engine.claim(sale.saleId, { buyer: 'a', token: 't', leaseMs: 1 });
  expect(claim).toEqual({ kind: 'unavailable', why: 'halted' });
  expect((await sale.snapshot()).halted).toBe('claim');
  const renew = { buyer: 'a', attempt: 1_000_000_002, leaseMs: 1 };
  expect(await sale.engine.renew(sale.saleId, renew)).toEqual({ kind: 'stale' });
});
