import { describe, expect, test } from 'vitest';
import { keysOf } from '../keys.ts';
import { reconcile } from '../restore/restore.ts';
import { must, openTestSale, type TestSale } from '../testing/sale.ts';

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
  const counted = { held: 1, claimed: 1, fence: 1_000_000_003 };
  expect(await sale.snapshot()).toMatchObject({ ...counted, nextLeaseAt: sale.clock.now + 5_000 });
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

test('after a heal the fence and the seq of the hold are unknown: any is taken', async () => {
  const sale = await openTestSale({ stock: 2 });
  const order = { buyer: 'a', unit: 1, attempt: 1_000_000_050, orderId: 'o' };
  await sale.engine.settle(sale.saleId, { ...order, fromRecord: true });
  const asked = { buyer: 'a', token: 't', leaseMs: 1 };
  for (const named of [{ fence: 77 }, { seq: 5 }]) {
    const claim = await sale.engine.claim(sale.saleId, { ...asked, ...named });
    expect(claim).toMatchObject({ kind: 'sold', orderId: 'o' });
  }
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
  expect(await claim('absent')).toBe('no_hold');
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
  expect(await sale.place('a')).toMatchObject({ state: 'claimed', leaseUntil: 0 });
  const claim = await sale.engine.claim(sale.saleId, { buyer: 'a', token: 't', leaseMs: 1 });
  expect(claim).toEqual({ kind: 'unavailable', why: 'halted' });
  expect((await sale.snapshot()).halted).toBe('claim');
  const renew = { buyer: 'a', attempt: 1_000_000_002, leaseMs: 1 };
  expect(await sale.engine.renew(sale.saleId, renew)).toEqual({ kind: 'stale' });
});

test('a claim, an extension and a leave touch only the place whose seq was proved', async () => {
  const sale = await openTestSale({ stock: 4 });
  await sale.join('sold', 'claimed', 'held', 'gone', 'waiting');
  await sale.grant();
  await sale.buy('sold');
  await sale.claim('claimed');
  await sale.engine.release(sale.saleId, { buyer: 'gone' });
  const { n } = await sale.snapshot();
  const [first] = [1_000_000_001];
  for (const [at, buyer] of ['sold', 'claimed', 'held', 'gone', 'waiting'].entries()) {
    const other = { buyer, seq: first + at + 100 };
    const claim = { ...other, token: 't', leaseMs: 5_000 };
    const refused = { kind: 'refused', why: 'no_hold' };
    expect(await sale.engine.claim(sale.saleId, claim)).toMatchObject(refused);
    expect(await sale.engine.extend(sale.saleId, other)).toMatchObject(refused);
    expect(await sale.engine.leave(sale.saleId, other)).toMatchObject({ why: 'nothing' });
  }
  expect((await sale.snapshot()).n).toBe(n);
  const own = { buyer: 'held', seq: first + 2 };
  expect(await sale.engine.extend(sale.saleId, own)).toMatchObject({ kind: 'extended' });
  expect(await sale.engine.claim(sale.saleId, { ...own, token: 't', leaseMs: 1 })).toMatchObject({
    kind: 'claimed',
  });
  const sold = { buyer: 'sold', seq: first };
  const again = await sale.engine.claim(sale.saleId, { ...sold, token: 't', leaseMs: 1 });
  expect(again).toMatchObject({ kind: 'sold', orderId: 'order-sold' });
  expect(await sale.engine.leave(sale.saleId, sold)).toMatchObject({ orderId: 'order-sold' });
  const waiting = { buyer: 'waiting', seq: first + 4 };
  expect(await sale.engine.leave(sale.saleId, waiting)).toMatchObject({ gave: 'place' });
});

describe('declined payments of one hold', () => {
  const decline = async (sale: TestSale) => {
    const { attempt } = await sale.claim('a');
    return must(await sale.engine.void(sale.saleId, { buyer: 'a', attempt, isDeclined: true }));
  };
  const claim = (sale: TestSale) =>
    sale.engine.claim(sale.saleId, { buyer: 'a', token: 't', leaseMs: 5_000 });

  test('make the next one wait from the fifth on, and the sixth ends the hold', async () => {
    const sale = await openTestSale({ stock: 1 });
    await sale.join('a', 'b');
    await sale.grant();
    for (let i = 1; i <= 4; i += 1) {
      expect(await decline(sale)).not.toHaveProperty('retryAfterMs');
    }
    expect(await decline(sale)).toMatchObject({ kind: 'held', retryAfterMs: 30_000 });
    const retryAt = sale.clock.now + 30_000;
    expect(await claim(sale)).toMatchObject({ kind: 'wait', retryAt });
    await sale.pass(29_999);
    expect(await claim(sale)).toMatchObject({ kind: 'wait', retryAt });
    await sale.pass(1);
    expect(await decline(sale)).toMatchObject({ kind: 'freed', unit: 1, tooManyDeclines: true });
    expect(await sale.place('a')).toMatchObject({ state: 'expired' });
    expect(await sale.grant()).toMatchObject({ holds: [{ buyer: 'b', unit: 1 }] });
    expect((await sale.snapshot()).halted).toBe('');
  });

  test('are not what ends an attempt whose process fell silent', async () => {
    const sale = await openTestSale({ stock: 1 });
    await sale.join('a');
    await sale.grant();
    for (let i = 1; i <= 9; i += 1) {
      const { attempt } = await sale.claim('a');
      const voided = await sale.engine.void(sale.saleId, { buyer: 'a', attempt });
      expect(voided).toMatchObject({ kind: 'held' });
      expect(voided).not.toHaveProperty('retryAfterMs');
    }
  });

  test('stay counted through an extension, a shift of all holds and a new epoch of the same state', async () => {
    const sale = await openTestSale({ stock: 1 });
    await sale.join('a');
    await sale.grant();
    for (let i = 1; i <= 4; i += 1) {
      await decline(sale);
    }
    await sale.engine.extend(sale.saleId, { buyer: 'a' });
    await sale.engine.shift(sale.saleId, { byMs: 5_000 });
    await sale.engine.mark(sale.saleId, 2);
    const state = await sale.engine.readState(sale.saleId);
    if (!state) {
      throw new Error('no state');
    }
    const { now } = sale.clock;
    const plan = reconcile({
      how: 'adopt',
      epoch: 2,
      stock: 1,
      state,
      orders: [],
      now,
      storedN: state.n,
      shiftMs: 0,
      graceMs: 0,
      marks: [],
      applied: [],
    });
    if (plan.kind !== 'plan') {
      throw new Error(plan.why);
    }
    await sale.engine.adopt(sale.saleId, plan.plan, sale.rules);
    expect(await decline(sale)).toMatchObject({ kind: 'held', retryAfterMs: 30_000 });
    // The next hold of the same buyer begins anew.
    await sale.engine.leave(sale.saleId, { buyer: 'a' });
    await sale.join('a');
    await sale.engine.lock(sale.saleId, 'drain', 600_000);
    await sale.grant();
    expect(await decline(sale)).not.toHaveProperty('retryAfterMs');
  });

  test('are written so that scripts of an older version read over them', async () => {
    const old = /^([hc]) (\d+) (\d+) (\d+) (-?\d+) (\d+) (\d+) ?(\d*) ?(\S*)$/;
    const sale = await openTestSale({ stock: 1 });
    await sale.join('a');
    await sale.grant();
    await decline(sale);
    const read = async () => sale.redis.hget(keysOf(sale.saleId).holds, 'a');
    expect(await read()).toMatch(old);
    await sale.claim('a');
    expect(await read()).toMatch(old);
  });
});
