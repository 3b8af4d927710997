import { foldLog, freeUnits, lineOf } from '@flash/fairness';
import { expect, test } from 'vitest';
import { keysOf } from '../keys.ts';
import { createNotices } from '../notices.ts';
import type { RestoreInput, SaleState } from '../restore/plan.ts';
import { reconcile } from '../restore/restore.ts';
import { loadScripts } from '../scripts.ts';
import { connectTestRedis, must, openTestSale, type TestSale } from '../testing/sale.ts';
import { createEngine } from './engine.ts';

type More = Partial<Omit<RestoreInput, 'state'>> & { state?: SaleState };

/** What a worker plans, with the orders that MongoDB would have. */
async function planFor(sale: TestSale, epoch: number, more: More = {}) {
  const state = more.state ?? (await sale.engine.readState(sale.saleId));
  if (!state) {
    throw new Error('no state');
  }
  const reconciled = reconcile({
    how: 'adopt',
    epoch,
    stock: 10,
    orders: [],
    now: sale.clock.now,
    storedN: state.n,
    shiftMs: 0,
    graceMs: 10_000,
    marks: [],
    applied: [],
    ...more,
    state,
  });
  if (reconciled.kind === 'halt') {
    throw new Error(reconciled.why);
  }
  return reconciled.plan;
}

async function restore(sale: TestSale, epoch: number, more: More = {}) {
  expect(await sale.engine.mark(sale.saleId, epoch)).toMatchObject({ kind: 'marked' });
  return sale.engine.adopt(sale.saleId, await planFor(sale, epoch, more), sale.rules);
}

async function stateOfLog(sale: TestSale): Promise<SaleState> {
  const fold = foldLog(await sale.log());
  return {
    ...fold,
    waiting: lineOf(fold),
    holds: [...fold.holds.values()],
    remains: [...fold.remains.values()],
    sold: [...fold.sold.values()],
  };
}

async function crowded() {
  const sale = await openTestSale({ stock: 10 });
  await sale.join('sold', 'claimed', 'held', 'lost', 'gone', 'out', 'w1', 'w2');
  await sale.grant(6);
  const order = await sale.buy('sold');
  await sale.claim('claimed');
  await sale.engine.release(sale.saleId, { buyer: 'lost' });
  await sale.engine.leave(sale.saleId, { buyer: 'gone' });
  await sale.engine.remove(sale.saleId, { buyer: 'out' });
  const orders = [
    { id: order.orderId, buyer: 'sold', unit: 1, fence: order.attempt, seq: 1_000_000_001 },
  ];
  return { sale, orders };
}

test.each(['adopt', 'rebuild'] as const)(
  '%s: every buyer finds the own place again',
  async (how) => {
    const { sale, orders } = await crowded();
    const state = how === 'rebuild' ? await stateOfLog(sale) : undefined;
    const { n } = await sale.snapshot();
    if (state) {
      await sale.engine.drop(sale.saleId);
    }
    const adopted = await restore(sale, 2, { orders, how, state });
    expect(adopted).toEqual({ kind: 'adopted', epoch: 2, n: n + 3, now: sale.clock.now });
    expect(await sale.snapshot()).toMatchObject({
      epoch: 2,
      seq: 2_000_000_000,
      fence: 2_000_000_002,
      stock: 10,
      free: 7,
      held: 2,
      claimed: 0,
      sold: 1,
      waiting: 2,
      halted: '',
      graceUntil: sale.clock.now + 10_000,
      granted: 6,
      serving: 1_000_000_006,
    });
    const places = [];
    for (const buyer of ['sold', 'claimed', 'held', 'lost', 'gone', 'out', 'w1', 'w2']) {
      places.push(await sale.place(buyer));
    }
    expect(places).toMatchObject([
      { state: 'sold', orderId: 'order-sold', fence: 1_000_000_007 },
      { state: 'held', hold: { unit: 2, fence: 2_000_000_001, seq: 1_000_000_002 } },
      { state: 'held', hold: { unit: 3, fence: 2_000_000_002 } },
      { state: 'expired' },
      { state: 'none' },
      { state: 'removed' },
      { state: 'waiting', seq: 1_000_000_007, rank: 1 },
      { state: 'waiting', seq: 1_000_000_008, rank: 2 },
    ]);
    const meta = await sale.redis.hgetall(keysOf(sale.saleId).meta);
    expect(meta).toMatchObject({ shift: '0', wake: '0', 'mark:1': '1000000008' });
    expect(
      (await sale.redis.keys(`*${sale.saleId}*`)).filter((key) => key.endsWith(':new')),
    ).toEqual([]);
  },
);

test('the log after a restore tells the same state as Redis', async () => {
  const { sale, orders } = await crowded();
  await sale.engine.shift(sale.saleId, { byMs: 500 });
  await restore(sale, 2, { orders });
  sale.clock.now += 20_000;
  await sale.engine.stored(sale.saleId, { epoch: 2, n: (await sale.snapshot()).n });
  await sale.join('new');
  await sale.grant();
  const fold = foldLog(await sale.log());
  const snapshot = await sale.snapshot();
  expect({
    free: freeUnits(fold),
    held: fold.holds.size,
    sold: fold.sold.size,
    waiting: fold.waiting.size,
    stock: fold.stock,
    n: fold.n,
    epoch: fold.epoch,
  }).toEqual({
    free: snapshot.free,
    held: snapshot.held,
    sold: snapshot.sold,
    waiting: snapshot.waiting,
    stock: snapshot.stock,
    n: snapshot.n,
    epoch: snapshot.epoch,
  });
});

test('a marked sale is frozen for every caller, and a late restorer of an older epoch is refused', async () => {
  const { sale } = await crowded();
  const { engine, saleId } = sale;
  expect(await engine.mark(saleId, 3)).toEqual({ kind: 'marked', damage: '' });
  const frozen = { kind: 'unavailable', why: 'restoring' };
  const claim = { buyer: 'held', token: 't', leaseMs: 1 };
  expect(await engine.join(saleId, { buyer: 'x', bearer: true })).toEqual(frozen);
  expect(await engine.claim(saleId, claim)).toEqual(frozen);
  expect(await engine.position(saleId, ['held'])).toEqual(frozen);
  expect(await engine.snapshot(saleId)).toEqual(frozen);
  expect(await engine.mark(saleId, 2)).toEqual({ kind: 'refused' });
  expect(await engine.mark(saleId, 3)).toEqual({ kind: 'refused' });
  expect(await engine.mark(saleId, 4)).toEqual({ kind: 'marked', damage: '' });
});

test('a sale is not marked for the epoch that it already is in', async () => {
  const { sale } = await crowded();
  expect(await sale.engine.mark(sale.saleId, 1)).toEqual({ kind: 'refused' });
  expect((await sale.snapshot()).epoch).toBe(1);
});

test('of two restorers only the one with the higher epoch opens the sale', async () => {
  const { sale, orders } = await crowded();
  await sale.engine.mark(sale.saleId, 2);
  const slow = await planFor(sale, 2, { orders });
  const fast = await planFor(sale, 3, { orders });
  await sale.engine.mark(sale.saleId, 3);
  const refused = { kind: 'refused' };
  expect(await sale.engine.adopt(sale.saleId, slow, sale.rules)).toEqual(refused);
  const ghost = { buyer: 'ghost', phase: 'left' as const, seq: 1, at: 1 };
  const late = { ...slow, remains: [...slow.remains, ghost] };
  expect(await sale.engine.adopt(sale.saleId, late, sale.rules)).toEqual(refused);
  const bare = { ...slow, holds: [], remains: [], sold: [], unitsFree: [], unitsRetired: [] };
  expect(await sale.engine.adopt(sale.saleId, bare, sale.rules)).toEqual(refused);
  expect(await sale.engine.adopt(sale.saleId, fast, sale.rules)).toMatchObject({
    kind: 'adopted',
    epoch: 3,
  });
  expect(await sale.engine.adopt(sale.saleId, fast, sale.rules)).toEqual(refused);
});

test('what a dead restorer staged does not get into the next state', async () => {
  const { sale, orders } = await crowded();
  await sale.engine.mark(sale.saleId, 2);
  const staged = `${keysOf(sale.saleId).holds}:new`;
  await sale.redis.hset(staged, 'ghost', 'h 1 9 1 9999999999999 1 0');
  await restore(sale, 3, { orders });
  expect(await sale.place('ghost')).toEqual({ state: 'none' });
});

test('a plan made for a log that went on is refused', async () => {
  const { sale } = await crowded();
  const plan = await planFor(sale, 2);
  await sale.join('meanwhile');
  await sale.engine.mark(sale.saleId, 2);
  expect(await sale.engine.adopt(sale.saleId, plan, sale.rules)).toEqual({ kind: 'refused' });
});

test('an empty Redis is marked too, and has no state to adopt', async () => {
  const sale = await openTestSale({ stock: 10 });
  await sale.engine.drop(sale.saleId);
  expect(await sale.engine.mark(sale.saleId, 2)).toEqual({ kind: 'marked', damage: '' });
  expect(await sale.engine.readState(sale.saleId)).toBeNull();
  const joined = await sale.engine.join(sale.saleId, { buyer: 'a', bearer: true });
  expect(joined).toEqual({ kind: 'unavailable', why: 'restoring' });
});

test('in the grace period only places of older epochs are served', async () => {
  const { sale, orders } = await crowded();
  await restore(sale, 2, { orders });
  await sale.join('new');
  expect(await sale.grant(1)).toMatchObject({ holds: [{ buyer: 'w1' }] });
  expect(await sale.grant()).toMatchObject({ holds: [{ buyer: 'w2' }] });
  expect(await sale.grant()).toMatchObject({ kind: 'idle', why: 'grace', waiting: 1 });
  sale.clock.now += 10_000;
  expect(await sale.grant()).toMatchObject({ holds: [{ buyer: 'new' }] });
});

test('a ticket whose place was lost gets it back in the grace period, later the tail', async () => {
  const { sale, orders } = await crowded();
  await restore(sale, 2, { orders });
  const show = async (buyer: string, seq: number) =>
    must(await sale.engine.join(sale.saleId, { buyer, bearer: true, ticket: { seq } }));
  const [tail] = await sale.join('tail');
  expect(tail).toMatchObject({ place: { seq: 2_000_000_001, rank: 3 } });
  expect(await show('lost-in-time', 1_000_000_009)).toMatchObject({
    kind: 'joined',
    place: { seq: 1_000_000_009, rank: 3 },
    size: 4,
  });
  expect(await show('covered', 1_000_000_008)).toMatchObject({ place: { seq: 2_000_000_002 } });
  expect(await show('unknown-epoch', 999)).toMatchObject({ place: { seq: 2_000_000_003 } });
  expect(await show('of-this-epoch', 2_000_000_009)).toMatchObject({
    place: { seq: 2_000_000_004 },
  });
  await sale.pass(10_000);
  expect(await show('too-late', 1_000_000_010)).toMatchObject({ place: { seq: 2_000_000_005 } });
  expect((await sale.story()).slice(-6)).toEqual([
    'join 2000000001 tail 0',
    'join 1000000009 lost-in-time 0',
    'join 2000000002 covered 0',
    'join 2000000003 unknown-epoch 0',
    'join 2000000004 of-this-epoch 0',
    'join 2000000005 too-late 1',
  ]);
});

test('a lost place comes back also to a buyer who would have to wait, and into a full network', async () => {
  const { sale, orders } = await crowded();
  await restore(sale, 2, { orders });
  const { engine, saleId, rules, redis, clock } = sale;
  await engine.rules(saleId, { ...rules, version: 9, placesPerNetwork: 1, holdsBeforeWait: 1 });
  await redis.hset(keysOf(saleId).lost, 'x', `5 ${clock.now}`);
  must(await engine.join(saleId, { buyer: 'y', bearer: true, network: 'one' }));
  const who = { buyer: 'x', bearer: true, network: 'one' };
  expect(await engine.join(saleId, who)).toMatchObject({ kind: 'refused', why: 'wait' });
  const ticket = { seq: 1_000_000_009 };
  expect(await engine.join(saleId, { ...who, ticket })).toMatchObject({
    kind: 'joined',
    place: ticket,
  });
});

test('a place given up in the new epoch does not come back with its ticket', async () => {
  const { sale, orders } = await crowded();
  await restore(sale, 2, { orders });
  const ticket = { seq: 1_000_000_009 };
  const show = () => sale.engine.join(sale.saleId, { buyer: 'x', bearer: true, ticket });
  await show();
  await sale.engine.leave(sale.saleId, { buyer: 'x' });
  expect(await show()).toMatchObject({ kind: 'joined', place: { seq: 2_000_000_001 } });
  await sale.engine.leave(sale.saleId, { buyer: 'x' });
  await restore(sale, 3, { orders, marks: [{ epoch: 1, seq: 1_000_000_008 }] });
  expect(await show()).toMatchObject({ place: { seq: 3_000_000_001 } });
});

test('orders that Redis did not know leave its line, and holds without a unit go back to it', async () => {
  const sale = await openTestSale({ stock: 4 });
  await sale.join('h1', 'h2', 'h3', 'h4', 'w1', 'bought1', 'w2', 'bought2');
  await sale.grant();
  const bought = (buyer: string, unit: number) => {
    return { id: `order-${buyer}`, buyer, unit, fence: 1_000_000_050 + unit, seq: 9 };
  };
  const orders = [bought('bought1', 1), bought('bought2', 4)];
  await restore(sale, 2, { stock: 4, orders });
  const buyers = ['h1', 'h2', 'h3', 'h4', 'w1', 'w2', 'bought1', 'bought2'];
  const { places } = must(await sale.engine.position(sale.saleId, buyers));
  expect(places).toMatchObject([
    { state: 'held', hold: { unit: 3 } },
    { state: 'held', hold: { unit: 2 } },
    { state: 'waiting', seq: 1_000_000_003, rank: 1 },
    { state: 'waiting', seq: 1_000_000_004, rank: 2 },
    { state: 'waiting', seq: 1_000_000_005, rank: 3 },
    { state: 'waiting', seq: 1_000_000_007, rank: 4 },
    { state: 'sold', unit: 1 },
    { state: 'sold', unit: 4 },
  ]);
  expect(await sale.snapshot()).toMatchObject({ free: 0, held: 2, sold: 2, halted: '' });
  const fold = foldLog(await sale.log());
  expect(lineOf(fold).map((one) => one.buyer)).toEqual(['h3', 'h4', 'w1', 'w2']);
});

test('a new sale and a new epoch are published once', async () => {
  const { sale, orders } = await crowded();
  const notices = await createNotices(connectTestRedis());
  const heard: string[] = [];
  notices.on(({ saleId, epoch, entry }) => {
    if (saleId === sale.saleId) {
      heard.push(`${entry.type} ${epoch}`);
    }
  });
  await restore(sale, 2, { orders });
  await sale.engine.drop(sale.saleId);
  await sale.engine.activate(sale.saleId, sale.rules, { epoch: 5, stock: 1 });
  await expect.poll(() => heard).toEqual(['adopt 2', 'activate 5']);
  await notices.close();
});

test('changes of stock that the new state contains are not applied again', async () => {
  const { sale, orders } = await crowded();
  await restore(sale, 2, { orders, stock: 12, applied: [{ id: 'up1', floor: null }] });
  const adjust = (id: string, by: number) => sale.engine.adjust(sale.saleId, { id, by });
  expect(await adjust('up1', 2)).toEqual({ kind: 'adjusted', stock: 12, epoch: 2 });
  expect(await adjust('down1', -1)).toEqual({ kind: 'adjusted', stock: 11, epoch: 2 });
  expect((await sale.snapshot()).halted).toBe('');
});

test('a sale is frozen for its deletion only while no unit is held or paid for', async () => {
  const { sale } = await crowded();
  const { engine, saleId } = sale;
  expect(await engine.freeze(saleId)).toEqual({ kind: 'busy', holders: 2 });
  await engine.release(saleId, { buyer: 'held' });
  expect(await engine.freeze(saleId)).toEqual({ kind: 'busy', holders: 1 });
  const place = await sale.place('claimed');
  const attempt = place.state === 'claimed' ? place.attempt : 0;
  await engine.void(saleId, { buyer: 'claimed', attempt });
  await engine.release(saleId, { buyer: 'claimed' });
  expect(await engine.freeze(saleId)).toEqual({ kind: 'frozen' });
  const frozen = { kind: 'unavailable', why: 'restoring' };
  expect(await engine.join(saleId, { buyer: 'x', bearer: false })).toEqual(frozen);
  // A process that died before it deleted the sale: a worker restores it in an epoch above.
  expect(await restore(sale, 3)).toMatchObject({ kind: 'adopted', epoch: 3 });
});

test('every remembered change of stock keeps its answer in the new epoch', async () => {
  const { sale, orders } = await crowded();
  const applied = [
    { id: 'done', floor: null },
    { id: 'refused', floor: 7 },
  ];
  await restore(sale, 2, { orders, stock: 12, applied });
  const adjust = (id: string, by: number) => sale.engine.adjust(sale.saleId, { id, by });
  const { n } = await sale.snapshot();
  expect(await adjust('done', 2)).toEqual({ kind: 'adjusted', stock: 12, epoch: 2 });
  expect(await adjust('refused', -1)).toEqual({ kind: 'refused', floor: 7, epoch: 2 });
  expect(await sale.snapshot()).toMatchObject({ n, stock: 12, halted: '' });
});

test('a state that was marked as damaged stays so for the restorers that follow', async () => {
  const { sale } = await crowded();
  const { engine, saleId } = sale;
  const marked = (damage: string) => ({ kind: 'marked', damage });
  expect(await engine.mark(saleId, 2, 'three holds are gone')).toEqual(
    marked('three holds are gone'),
  );
  expect(await engine.mark(saleId, 3)).toEqual(marked('three holds are gone'));
  expect(await engine.mark(saleId, 4, 'something else')).toEqual(marked('three holds are gone'));
});

test.each([
  ['holds', 'expiry'],
  ['consumed', 'unitsRetired'],
] as const)('staged %s that a restart lost are not taken for the whole state', async (...lost) => {
  const { sale, orders } = await crowded();
  const { engine, saleId, redis } = sale;
  await engine.adjust(saleId, { id: 'cut', by: -1 });
  await engine.mark(saleId, 2);
  const plan = await planFor(sale, 2, { orders, stock: 9 });
  const keysOfAdopt = loadScripts().adopt.keys(saleId).length;
  for (const key of lost) {
    // Between staging and adopt, Redis comes back without the last second.
    const lossy = new Proxy(redis, {
      get(target, property) {
        const value = Reflect.get(target, property);
        if (property !== 'call') {
          return typeof value === 'function' ? value.bind(target) : value;
        }
        return async (command: string, args: (string | number)[]) => {
          if (args[1] === keysOfAdopt) {
            await target.del(`${keysOf(saleId)[key]}:new`);
          }
          return target.call(command, args);
        };
      },
    });
    const adopted = await createEngine(lossy).adopt(saleId, plan, sale.rules);
    expect(adopted).toEqual({ kind: 'refused' });
    expect(await engine.snapshot(saleId)).toEqual({ kind: 'unavailable', why: 'restoring' });
  }
  expect(await engine.adopt(saleId, plan, sale.rules)).toMatchObject({ kind: 'adopted' });
  expect(await sale.snapshot()).toMatchObject({ held: 2, sold: 1, free: 6, halted: '' });
});

test('a restored sale that had halted grants again', async () => {
  const { sale, orders } = await crowded();
  await sale.engine.halt(sale.saleId, 'test');
  const state = await sale.engine.readState(sale.saleId);
  expect(state?.halted).toBe('test');
  await restore(sale, 2, { orders });
  expect((await sale.grant()).kind).toBe('granted');
});

test('a rebuilt sale goes on behind what was stored, and nothing that its Redis had logged beyond it stays', async () => {
  const { sale, orders } = await crowded();
  const state = await stateOfLog(sale);
  await sale.join('never-stored');
  const adopted = await restore(sale, 2, { orders, how: 'rebuild', state });
  expect(adopted).toMatchObject({ kind: 'adopted', n: state.n + 3 });
  expect(await sale.place('never-stored')).toEqual({ state: 'none' });
  const log = await sale.engine.readLog(sale.saleId, 1, 100);
  expect(log[0]).toMatchObject({ n: state.n + 1, type: 'adopt', how: 'rebuild' });
});

test('records of any number of buyers get into the new state', async () => {
  const { sale, orders } = await crowded();
  const gone = Array.from({ length: 1_500 }, (_, i) => `gone${i}`);
  const records = gone.flatMap((buyer, i) => [buyer, `r ${1_000_000_100 + i} ${sale.clock.now}`]);
  await sale.redis.hset(keysOf(sale.saleId).holds, ...records);
  expect(await restore(sale, 2, { orders })).toMatchObject({ kind: 'adopted' });
  expect(await sale.place('gone1499')).toMatchObject({ state: 'removed' });
});

test('the log that was not stored yet stays, and joins go on for 5 s', async () => {
  const { sale, orders } = await crowded();
  await sale.pass(60_000);
  await sale.join('unstored');
  const { n } = await sale.snapshot();
  await restore(sale, 2, { orders, storedN: n - 1 });
  sale.clock.now += 5_000;
  await sale.join('in-time');
  sale.clock.now += 1;
  const late = await sale.engine.join(sale.saleId, { buyer: 'late', bearer: true });
  expect(late).toEqual({ kind: 'unavailable', why: 'lagging' });
  const noted = await sale.engine.stored(sale.saleId, { epoch: 2, n: n - 1, keep: 0 });
  expect(noted).toMatchObject({ storedN: n - 1 });
  expect(await sale.engine.readLog(sale.saleId, n, 1)).toHaveLength(1);
});

test.each(['adopt', 'rebuild'] as const)('%s with 10,000 waiting keeps every rank', async (how) => {
  const sale = await openTestSale({ stock: 500 });
  const count = 10_000;
  for (let i = 0; i < count; i += 1_000) {
    await Promise.all(
      Array.from({ length: 1_000 }, (_, j) =>
        sale.engine.join(sale.saleId, { buyer: `b${i + j}`, bearer: false }),
      ),
    );
  }
  await sale.grant();
  await sale.grant();
  const waiting = await sale.redis.zrange(keysOf(sale.saleId).line, 0, '-1', 'WITHSCORES');
  const state = how === 'rebuild' ? await stateOfLog(sale) : undefined;
  if (state) {
    await sale.engine.drop(sale.saleId);
  }
  expect(await restore(sale, 2, { stock: 500, how, state })).toMatchObject({ kind: 'adopted' });
  expect(await sale.redis.zrange(keysOf(sale.saleId).line, 0, '-1', 'WITHSCORES')).toEqual(waiting);
  expect(await sale.snapshot()).toMatchObject({
    waiting: count - 400,
    held: 400,
    free: 100,
    halted: '',
  });
  await sale.engine.lock(sale.saleId, 'drain', 60_000);
  expect(await sale.grant()).toMatchObject({ kind: 'granted', free: 0 });
});
