import { expect, test } from 'vitest';
import { keysOf } from '../keys.ts';
import type { SaleRules } from '../rules.ts';
import { must, openTestSale } from '../testing/sale.ts';

async function withRules(first: Partial<SaleRules> = {}) {
  const sale = await openTestSale({ stock: 2, rules: first });
  let version = 1;
  return {
    sale,
    async edit(change: Partial<SaleRules>) {
      const rules = { ...sale.rules, ...change, version: ++version };
      const before = (await sale.story()).length;
      const outcome = must(await sale.engine.rules(sale.saleId, rules));
      expect(outcome).toEqual({ kind: 'done', epoch: 1, n: (await sale.snapshot()).n });
      return (await sale.story()).slice(before);
    },
  };
}

test('the log says what became different, and nothing else', async () => {
  const { sale, edit } = await withRules();
  const { startsAt, endsAt, lobbyOpensAt } = sale.rules;
  expect(await edit({})).toEqual([]);
  expect(await edit({ paused: true, pauseReason: 'fire  alarm\nin the hall' })).toEqual([
    'pause fire  alarm in the hall',
  ]);
  expect(await edit({ paused: true, pauseReason: 'over soon' })).toEqual(['pause over soon']);
  expect(await edit({ message: 'hello' })).toEqual(['resume', 'message hello']);
  expect(await edit({ message: 'hello', price: 1 })).toEqual([
    `edit 6 ${startsAt} ${endsAt} ${lobbyOpensAt}`,
  ]);
  expect(await edit({ message: '', closed: true })).toEqual([
    `edit 7 ${startsAt} ${endsAt} ${lobbyOpensAt}`,
    'message ',
    'end',
  ]);
  expect(await edit({})).toEqual([`edit 8 ${startsAt} ${endsAt} ${lobbyOpensAt}`]);
  const entries = await sale.log();
  expect(entries.find((entry) => entry.type === 'pause')).toMatchObject({
    reason: 'fire  alarm in the hall',
  });
});

test('a pause without a reason is logged too', async () => {
  const { edit } = await withRules();
  expect(await edit({ paused: true })).toEqual(['pause ']);
  expect(await edit({ paused: true })).toEqual([]);
});

test.each([
  ['startsAt', 5],
  ['endsAt', 1_900_000_000_000],
  ['lobbyOpensAt', 5],
  ['holdMs', 5],
  ['fastPassPercent', 5],
  ['price', 5],
  ['extensions', 5],
  ['extensionMs', 5],
  ['honourHoldsAfterEnd', false],
])('an edit of %s is logged and counts from now on', async (field, value) => {
  const { sale, edit } = await withRules();
  expect((await edit({ [field]: value }))[0]).toMatch(/^edit 2 /);
  const stored = field === 'honourHoldsAfterEnd' ? 'honour' : field;
  const read = await sale.redis.hget(keysOf(sale.saleId).meta, stored);
  expect(read).toBe(String(Number(value)));
});

test('rules of an older version never overwrite newer ones', async () => {
  const { sale, edit } = await withRules();
  await edit({ message: 'new' });
  for (const version of [1, 2]) {
    const old = { ...sale.rules, message: 'old', version };
    expect(await sale.engine.rules(sale.saleId, old)).toMatchObject({ kind: 'already' });
  }
  expect(await sale.snapshot()).toMatchObject({ message: 'new', version: 2 });
});

test('the price of a hold is that of the moment it was granted', async () => {
  const { sale, edit } = await withRules();
  await sale.join('a', 'b');
  await sale.grant(1);
  await edit({ price: 5, holdMs: 1_000 });
  await sale.grant(1);
  expect(await sale.place('a')).toMatchObject({ hold: { price: 1_999 } });
  expect(await sale.place('b')).toMatchObject({
    hold: { price: 5, expiresAt: sale.clock.now + 1_000 },
  });
});

test('a sale is made known once; neither a state nor a marker is written over', async () => {
  const { sale } = await withRules();
  await sale.join('a');
  const again = () => sale.engine.activate(sale.saleId, sale.rules, { epoch: 2, stock: 9 });
  expect(await again()).toEqual({ kind: 'already', epoch: 1, n: 2 });
  expect(await sale.snapshot()).toMatchObject({ stock: 2, waiting: 1 });
  await sale.engine.mark(sale.saleId, 2);
  expect(await again()).toEqual({ kind: 'unavailable', why: 'restoring' });
});

test('a first activation is answered with its epoch and entry', async () => {
  const { sale } = await withRules();
  await sale.engine.drop(sale.saleId);
  const made = await sale.engine.activate(sale.saleId, sale.rules, { epoch: 3, stock: 9 });
  expect(made).toEqual({ kind: 'activated', epoch: 3, n: 1 });
  expect(await sale.snapshot()).toMatchObject({
    epoch: 3,
    seq: 3_000_000_000,
    fence: 3_000_000_000,
    stock: 9,
    free: 9,
    now: sale.clock.now,
  });
});

test('a snapshot repeats the rules that people are told', async () => {
  const told = { message: '7', pauseReason: 'x', pauseSince: 5, paused: true };
  const { sale } = await withRules({ ...told, holdsBeforeWait: 1 });
  expect(await sale.snapshot()).toEqual({
    kind: 'snapshot',
    epoch: 1,
    n: 1,
    seq: 1_000_000_000,
    serving: 0,
    fence: 1_000_000_000,
    stock: 2,
    free: 2,
    held: 0,
    claimed: 0,
    sold: 0,
    waiting: 0,
    granted: 0,
    now: sale.clock.now,
    startsAt: sale.rules.startsAt,
    endsAt: sale.rules.endsAt,
    lobbyOpensAt: sale.rules.lobbyOpensAt,
    paused: true,
    pauseReason: 'x',
    pauseSince: 5,
    message: '7',
    closed: false,
    version: 1,
    oldest: null,
    logTypes: 0,
    nextExpiryAt: null,
    nextLeaseAt: null,
    halted: '',
    graceUntil: 0,
    storedN: 0,
    lacksRules: false,
    server: await sale.redis.hget(keysOf(sale.saleId).meta, 'run'),
  });
});

test('a snapshot of a sale that lost its free units is complete, and halts it', async () => {
  const { sale } = await withRules();
  await sale.redis.del(keysOf(sale.saleId).inventory);
  expect(await sale.snapshot()).toMatchObject({ free: -1, stock: 2, n: 1, halted: 'inventory' });
});

test.each([
  ['inventory', 'inventory', (keys: ReturnType<typeof keysOf>) => ['SET', keys.inventory, 1]],
  [
    'inventory',
    'fresh units',
    (keys: ReturnType<typeof keysOf>) => ['HSET', keys.meta, 'unitTop', 9],
  ],
  [
    'stock',
    'sold units',
    (keys: ReturnType<typeof keysOf>) => ['HSET', keys.consumed, 'x', '1 1 o 1 0'],
  ],
  ['stock', 'stock', (keys: ReturnType<typeof keysOf>) => ['HSET', keys.meta, 'stock', 3]],
])('counters that contradict each other halt (%s: %s)', async (why, _, damage) => {
  const { sale } = await withRules();
  const [command = '', ...args] = damage(keysOf(sale.saleId));
  await sale.redis.call(String(command), ...args);
  expect((await sale.snapshot()).halted).toBe(why);
});

test('a worker that found a contradiction in an epoch that is over halts nothing', async () => {
  const { sale } = await withRules();
  expect(await sale.engine.halt(sale.saleId, 'late', 2)).toEqual({ kind: 'stale', epoch: 1 });
  expect((await sale.snapshot()).halted).toBe('');
  expect(await sale.engine.halt(sale.saleId, 'in time', 1)).toEqual({ kind: 'halted' });
  expect((await sale.snapshot()).halted).toBe('in time');
});

test('rules that a restore by an older release left out are taken over from the same version', async () => {
  const { sale } = await withRules();
  const { engine, saleId, redis } = sale;
  const { meta } = keysOf(saleId);
  const rules = { ...sale.rules, placesPerNetwork: 7, holdsBeforeWait: 3 };
  expect((await sale.snapshot()).lacksRules).toBe(false);
  await redis.hdel(meta, 'placesPerNetwork', 'holdsBeforeWait');
  expect((await sale.snapshot()).lacksRules).toBe(true);
  const older = { ...rules, version: 0 };
  expect(await engine.rules(saleId, older)).toMatchObject({ kind: 'already' });
  expect(await engine.rules(saleId, rules)).toMatchObject({ kind: 'done' });
  expect(await redis.hmget(meta, 'placesPerNetwork', 'holdsBeforeWait')).toEqual(['7', '3']);
  expect((await sale.snapshot()).lacksRules).toBe(false);
  expect(await engine.rules(saleId, rules)).toMatchObject({ kind: 'already' });
});

test('a sale whose note of halts was lost can be halted', async () => {
  const { sale } = await withRules();
  await sale.redis.hdel(keysOf(sale.saleId).meta, 'halted');
  await sale.engine.halt(sale.saleId, 'why');
  expect((await sale.snapshot()).halted).toBe('why');
});

test('the resolver may halt a sale; the first reason stays', async () => {
  const { sale } = await withRules();
  expect(await sale.engine.halt(sale.saleId, 'the record\ncontradicts')).toEqual({
    kind: 'halted',
  });
  await sale.engine.halt(sale.saleId, 'later');
  expect((await sale.snapshot()).halted).toBe('the record contradicts');
  await expect(sale.grant()).rejects.toThrow('halted');
});
