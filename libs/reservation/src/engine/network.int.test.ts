import { foldLog, lineOf } from '@flash/fairness';
import { expect, test } from 'vitest';
import { keysOf } from '../keys.ts';
import type { LiveOrder } from '../restore/plan.ts';
import { reconcile } from '../restore/restore.ts';
import { must, openTestSale, type TestSale } from '../testing/sale.ts';

const full = { kind: 'refused', why: 'too_many_places' };

function join({ engine, saleId }: TestSale, buyer: string, network?: string) {
  return engine.join(saleId, { buyer, bearer: false, network });
}

/** Networks of the living places, and what is counted for them: both have to say the same. */
async function counted({ redis, saleId }: TestSale): Promise<Record<string, string>> {
  const keys = keysOf(saleId);
  const networks = await redis.hgetall(keys.networks);
  const members = Object.entries(networks).map(([buyer, network]) => `${network} ${buyer}`);
  expect(await redis.zrange(keys.byNetwork, 0, '-1')).toEqual(members.sort());
  return networks;
}

test('one network has as many living places as the sale allows, and others are not touched by it', async () => {
  const sale = await openTestSale({ stock: 100, rules: { placesPerNetwork: 2 } });
  for (const buyer of ['a', 'b']) {
    expect(await join(sale, buyer, 'one')).toMatchObject({ kind: 'joined' });
  }
  expect(await join(sale, 'c', 'one')).toMatchObject(full);
  expect(await join(sale, 'c', 'two')).toMatchObject({ kind: 'joined' });
  expect(await join(sale, 'd')).toMatchObject({ kind: 'joined' });
  const again = { buyer: 'a', bearer: true, network: 'one' };
  expect(await sale.engine.join(sale.saleId, again)).toMatchObject({ kind: 'already' });
  expect(await counted(sale)).toEqual({ a: 'one', b: 'one', c: 'two' });
});

test('a unit that is held or being paid for counts for its network as a place that waits does', async () => {
  const sale = await openTestSale({ stock: 100, rules: { placesPerNetwork: 3 } });
  for (const buyer of ['pays', 'holds', 'waits']) {
    must(await join(sale, buyer, 'one'));
  }
  await sale.grant(2);
  await sale.claim('pays');
  expect(await join(sale, 'c', 'one')).toMatchObject(full);
  expect(Object.keys(await counted(sale))).toHaveLength(3);
});

test('an IPv6 /48 has four times the places of one of its /64', async () => {
  const sale = await openTestSale({ stock: 100, rules: { placesPerNetwork: 1 } });
  for (const narrow of ['p', 'q', 'r', 's']) {
    expect(await join(sale, narrow, `wide.${narrow}`)).toMatchObject({ kind: 'joined' });
    expect(await join(sale, `${narrow}2`, `wide.${narrow}`)).toMatchObject(full);
  }
  expect(await join(sale, 't', 'wide.t')).toMatchObject(full);
  expect(await join(sale, 't', 'other.t')).toMatchObject({ kind: 'joined' });
});

test.each([
  [1_000, 20],
  [1_001, 21],
  [10, 20],
])('of %i units the automatic limit is %i places', async (stock, places) => {
  const sale = await openTestSale({ stock, rules: { placesPerNetwork: 'auto' } });
  const outcomes = await Promise.all(
    Array.from({ length: places + 1 }, (_, i) => join(sale, `b${i}`, 'one')),
  );
  expect(outcomes.filter(({ kind }) => kind === 'joined')).toHaveLength(places);
  expect(outcomes.at(-1)).toMatchObject(full);
});

test('a limit can be set, moved and taken away while the sale runs', async () => {
  const sale = await openTestSale({ stock: 100, rules: { placesPerNetwork: 0 } });
  for (const buyer of ['a', 'b', 'c']) {
    must(await join(sale, buyer, 'one'));
  }
  const set = (version: number, placesPerNetwork: number) =>
    sale.engine.rules(sale.saleId, { ...sale.rules, version, placesPerNetwork });
  await set(2, 3);
  expect(await join(sale, 'd', 'one')).toMatchObject(full);
  await set(3, 4);
  expect(await join(sale, 'd', 'one')).toMatchObject({ kind: 'joined' });
  await set(4, 0);
  expect(await join(sale, 'e', 'one')).toMatchObject({ kind: 'joined' });
});

test('a place counts until it ends, in whichever way it ends', async () => {
  const sale = await openTestSale({ stock: 10 });
  const { engine, saleId } = sale;
  const buyers = ['bought', 'refunded', 'left', 'released', 'removed', 'void', 'expired'];
  for (const buyer of [...buyers, 'tail', 'gone', 'out', 'record']) {
    must(await join(sale, buyer, `of-${buyer}`));
  }
  await sale.grant(7);
  const { attempt } = await sale.claim('void', 1_000_000);
  expect(Object.keys(await counted(sale))).toHaveLength(11);
  await sale.buy('bought');
  const claim = await sale.claim('refunded');
  await engine.refund(saleId, { buyer: 'refunded', unit: claim.hold.unit, attempt: claim.attempt });
  await engine.leave(saleId, { buyer: 'left' });
  await engine.release(saleId, { buyer: 'released' });
  await engine.remove(saleId, { buyer: 'removed' });
  await engine.leave(saleId, { buyer: 'gone' });
  await engine.remove(saleId, { buyer: 'out' });
  const record = { buyer: 'record', unit: 9, attempt: 99, orderId: 'o', fromRecord: true };
  expect(await engine.settle(saleId, record)).toMatchObject({ kind: 'settled' });
  expect(Object.keys(await counted(sale)).sort()).toEqual(['expired', 'tail', 'void']);
  await sale.pass(900_000);
  expect(await engine.void(saleId, { buyer: 'void', attempt })).toMatchObject({ kind: 'freed' });
  await sale.sweep();
  expect(await counted(sale)).toEqual({ tail: 'of-tail' });
  expect((await sale.snapshot()).halted).toBe('');
});

test('places that a process of an older release ended make room also for a buyer who sorts behind them', async () => {
  const sale = await openTestSale({ stock: 100, rules: { placesPerNetwork: 2 } });
  const { redis, saleId } = sale;
  for (const buyer of ['a', 'b']) {
    must(await join(sale, buyer, 'wide.one'));
  }
  must(await join(sale, 'a2', 'other.one'));
  await redis.zrem(keysOf(saleId).line, 'a', 'a2');
  await redis.hset(keysOf(saleId).holds, 'a', 'l 1000000001 1', 'a2', 'l 1000000003 1');
  expect(await join(sale, 'z', 'wide.one')).toMatchObject({ kind: 'joined' });
  expect(await join(sale, 'y', 'wide.one')).toMatchObject(full);
  expect(await counted(sale)).toEqual({ a2: 'other.one', b: 'wide.one', z: 'wide.one' });
});

test('places that a process of an older release ended make room as soon as they are in the way', async () => {
  const sale = await openTestSale({ stock: 100, rules: { placesPerNetwork: 60 } });
  const { redis, saleId } = sale;
  for (let i = 0; i < 60; i += 1) {
    must(await join(sale, `old${i}`, 'one'));
  }
  // What its scripts did: they knew nothing of networks.
  await redis.zrem(keysOf(saleId).line, 'old3', 'old4');
  await redis.hset(keysOf(saleId).holds, 'old3', 'l 1000000004 1', 'old4', 'l 1000000005 1');
  for (const buyer of ['a', 'b']) {
    expect(await join(sale, buyer, 'one')).toMatchObject({ kind: 'joined' });
  }
  expect(await join(sale, 'c', 'one')).toMatchObject(full);
  expect(Object.keys(await counted(sale))).toHaveLength(60);
});

test('places that a process of an older release ended make no room where more than the limit are left', async () => {
  const sale = await openTestSale({ stock: 100, rules: { placesPerNetwork: 4 } });
  const { redis, saleId, engine } = sale;
  for (const buyer of ['a', 'b', 'c', 'd']) {
    must(await join(sale, buyer, 'one'));
  }
  await redis.zrem(keysOf(saleId).line, 'a');
  await redis.hset(keysOf(saleId).holds, 'a', 'l 1000000001 1');
  await engine.rules(saleId, { ...sale.rules, version: 2, placesPerNetwork: 2 });
  expect(await join(sale, 'e', 'one')).toMatchObject(full);
  expect(await counted(sale)).toEqual({ b: 'one', c: 'one', d: 'one' });
});

test('rules of an older release and places without a network are no obstacle', async () => {
  const sale = await openTestSale({ stock: 100, rules: { placesPerNetwork: 1 } });
  await sale.redis.hdel(keysOf(sale.saleId).meta, 'placesPerNetwork', 'holdsBeforeWait');
  for (const buyer of ['a', 'b']) {
    expect(await join(sale, buyer, 'one')).toMatchObject({ kind: 'joined' });
  }
});

test.each(['networks', 'byNetwork'] as const)(
  'a key of another type for %s fails a join before anything is written',
  async (key) => {
    const sale = await openTestSale({ stock: 100, rules: { placesPerNetwork: 0 } });
    await sale.redis.set(keysOf(sale.saleId)[key], 'x');
    await expect(join(sale, 'a', 'one')).rejects.toThrow('WRONGTYPE');
    expect(await sale.snapshot()).toMatchObject({ n: 1, waiting: 0 });
  },
);

async function restore(sale: TestSale, how: 'adopt' | 'rebuild', orders: LiveOrder[] = []) {
  const fold = foldLog(await sale.log());
  await sale.engine.mark(sale.saleId, 2);
  const ofLog = {
    ...fold,
    waiting: lineOf(fold),
    holds: [...fold.holds.values()],
    remains: [...fold.remains.values()],
    sold: [...fold.sold.values()],
  };
  const state = how === 'adopt' ? await sale.engine.readState(sale.saleId) : ofLog;
  if (!state) {
    throw new Error('no state');
  }
  const now = sale.clock.now;
  const common = {
    epoch: 2,
    stock: 10,
    storedN: 0,
    shiftMs: 0,
    graceMs: 0,
    marks: [],
    applied: [],
  };
  const reconciled = reconcile({ how, state, orders, now, ...common });
  if (reconciled.kind === 'halt') {
    throw new Error(reconciled.why);
  }
  if (how === 'rebuild') {
    const { meta, networks, byNetwork, lost } = keysOf(sale.saleId);
    await sale.redis.del(networks, byNetwork, lost, meta);
    await sale.engine.mark(sale.saleId, 2);
  }
  const adopted = await sale.engine.adopt(sale.saleId, reconciled.plan, sale.rules);
  expect(adopted).toMatchObject({ kind: 'adopted' });
}

test.each(['adopt', 'rebuild'] as const)(
  '%s: after a restore every network counts its living places and every buyer the lost holds',
  async (how) => {
    const sale = await openTestSale({
      stock: 10,
      rules: { placesPerNetwork: 2, holdsBeforeWait: 1 },
    });
    for (const buyer of ['paid', 'held', 'lost']) {
      must(await join(sale, buyer, `wide.${buyer}`));
    }
    must(await join(sale, 'w', 'one'));
    must(await join(sale, 'plain'));
    await sale.grant(3);
    const { attempt, hold } = await sale.claim('paid');
    await sale.engine.leave(sale.saleId, { buyer: 'lost' });
    // Committed, and its process died before Redis was told.
    const order = { id: 'o', buyer: 'paid', unit: hold.unit, fence: attempt, seq: hold.seq };
    await restore(sale, how, [order]);
    expect(await counted(sale)).toEqual({ held: 'wide.held', w: 'one' });
    expect(await join(sale, 'lost', 'two')).toMatchObject({ kind: 'refused', why: 'wait' });
    expect(await join(sale, 'x', 'one')).toMatchObject({ kind: 'joined' });
    expect(await join(sale, 'y', 'one')).toMatchObject(full);
  },
);

test('who loses one hold after another waits longer each time, up to eight times a hold', async () => {
  const holdMs = 60_000;
  const rules = { holdMs, holdsBeforeWait: 2, endsAt: 2_000_000_000_000 };
  const sale = await openTestSale({ stock: 1, rules });
  const waits: number[] = [];
  for (let i = 0; i < 7; i += 1) {
    must(await join(sale, 'a'));
    await sale.grant(1);
    if (i % 2 === 0) {
      await sale.engine.leave(sale.saleId, { buyer: 'a' });
    } else {
      await sale.pass(holdMs);
      await sale.sweep();
    }
    const outcome = must(await join(sale, 'a'));
    if (outcome.kind === 'joined') {
      waits.push(0);
      await sale.engine.leave(sale.saleId, { buyer: 'a' });
      continue;
    }
    if (outcome.kind !== 'refused' || outcome.why !== 'wait') {
      throw new Error(outcome.kind);
    }
    waits.push((outcome.at - outcome.now) / holdMs);
    expect(must(await join(sale, 'b'))).toMatchObject({ kind: 'joined' });
    await sale.engine.leave(sale.saleId, { buyer: 'b' });
    await sale.pass(outcome.at - outcome.now - 1);
    expect(await join(sale, 'a')).toMatchObject({ why: 'wait' });
    await sale.pass(1);
  }
  expect(waits).toEqual([0, 1, 2, 4, 8, 8, 8]);
});

test('a hold that was lost while the clock was ahead does not delay the next join once it is right', async () => {
  const sale = await openTestSale({ stock: 5, rules: { holdsBeforeWait: 1 } });
  const lostAt = sale.clock.now + 6 * 3_600_000;
  await sale.redis.hset(`fslost:{${sale.saleId}}`, 'a', `3 ${lostAt}`);
  expect(await join(sale, 'a')).toMatchObject({ kind: 'joined' });
});

test('places given back while waiting, and holds that the team took, cost no wait', async () => {
  const sale = await openTestSale({ stock: 5, rules: { holdsBeforeWait: 1 } });
  for (let i = 0; i < 3; i += 1) {
    must(await join(sale, 'a'));
    await sale.engine.leave(sale.saleId, { buyer: 'a' });
    must(await join(sale, 'b'));
    await sale.grant(1);
    await sale.engine.release(sale.saleId, { buyer: 'b' });
  }
  expect(await join(sale, 'a')).toMatchObject({ kind: 'joined' });
  expect(await join(sale, 'b')).toMatchObject({ kind: 'joined' });
});
