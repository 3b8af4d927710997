import { describe, expect, test } from 'vitest';
import { keysOf } from '../keys.ts';
import { must, openTestSale } from '../testing/sale.ts';

const units = (outcome: { kind: string }) =>
  'holds' in outcome ? (outcome.holds as { unit: number }[]).map((hold) => hold.unit) : outcome;

test('units go to the head of the line, in order, with one entry a batch', async () => {
  const sale = await openTestSale({ stock: 5 });
  await sale.join('a', 'b', 'c');
  expect(await sale.grant(2)).toEqual({
    kind: 'granted',
    mode: 'normal',
    holds: ['a', 'b'].map((buyer, i) => ({
      buyer,
      seq: 1_000_000_001 + i,
      unit: 1 + i,
      fence: 1_000_000_001 + i,
      expiresAt: sale.clock.now + 900_000,
      price: 1_999,
      extensionsLeft: 1,
    })),
    waiting: 1,
    free: 3,
    epoch: 1,
    now: sale.clock.now,
  });
  expect((await sale.story()).at(-1)).toBe(
    `grant normal ${sale.clock.now + 900_000} 1999 1000000001 a 1000000001 1 b 1000000002 2`,
  );
  expect(await sale.snapshot()).toMatchObject({
    free: 3,
    held: 2,
    waiting: 1,
    serving: 1_000_000_002,
    granted: 2,
    fence: 1_000_000_002,
    oldest: { seq: 1_000_000_003 },
    nextExpiryAt: sale.clock.now + 900_000,
  });
});

test('nothing is granted by a clock that was set forward, and the wake flag stays up', async () => {
  const sale = await openTestSale({ stock: 2 });
  await sale.join('a');
  const latestNow = sale.clock.now + 30_000;
  sale.clock.now += 600_000;
  const grant = (latest: number) => {
    const batch = { token: 'drain', max: 2, clearWake: true, lockMs: 1_000, latestNow: latest };
    return sale.engine.grant(sale.saleId, batch);
  };
  expect(await grant(latestNow)).toEqual({ kind: 'unavailable', why: 'clock' });
  expect(await sale.snapshot()).toMatchObject({ free: 2, held: 0, waiting: 1 });
  expect(await sale.redis.hget(keysOf(sale.saleId).meta, 'wake')).toBe('1');
  expect(await grant(sale.clock.now)).toMatchObject({ kind: 'granted', waiting: 0 });
});

test('a unit that came back goes out before a fresh one, the lowest first', async () => {
  const sale = await openTestSale({ stock: 6 });
  await sale.join('a', 'b', 'c', 'd', 'e', 'f');
  await sale.grant(3);
  await sale.engine.leave(sale.saleId, { buyer: 'c' });
  await sale.engine.leave(sale.saleId, { buyer: 'a' });
  expect(units(await sale.grant(1))).toEqual([1]);
  expect(await sale.snapshot()).toMatchObject({ free: 4, halted: '' });
  expect(units(await sale.grant(2))).toEqual([3, 4]);
  expect(await sale.snapshot()).toMatchObject({ free: 2, halted: '' });
});

test('at most 200 are granted in one script', async () => {
  const sale = await openTestSale({ stock: 300 });
  await sale.join(...Array.from({ length: 201 }, (_, i) => `b${i}`));
  expect(units(await sale.grant(1_000))).toHaveLength(200);
  expect(units(await sale.grant(1_000))).toHaveLength(1);
});

test('a batch stops where the fast pass begins, and there each unit has to be checked', async () => {
  const sale = await openTestSale({ stock: 10, rules: { fastPassPercent: 25 } });
  await sale.join(...'abcdefghij');
  const ask = (checked?: number[]) =>
    sale.engine.grant(sale.saleId, { token: 'drain', max: 200, clearWake: true, units: checked });
  expect(await ask()).toMatchObject({ kind: 'granted', mode: 'normal', free: 3 });
  const list = { kind: 'check_units', units: [8, 9, 10], waiting: 3, free: 3, epoch: 1 };
  expect(await ask()).toEqual(list);
  expect(await ask([9, 8])).toEqual(list);
  expect(await ask([8, 10])).toEqual(list);
  expect(await ask([8])).toMatchObject({ kind: 'granted', mode: 'fast', holds: [{ unit: 8 }] });
  expect(units(must(await ask([9, 10, 11])))).toEqual([9, 10]);
  expect((await sale.snapshot()).free).toBe(0);
});

test('the last part of the stock, where each unit is checked, may be a fraction of a percent', async () => {
  const sale = await openTestSale({ stock: 400, rules: { fastPassPercent: 0.5 } });
  await sale.join(...Array.from({ length: 400 }, (_, i) => `b${i}`));
  const ask = { token: 'drain', max: 200, clearWake: false };
  expect(await sale.engine.grant(sale.saleId, ask)).toMatchObject({ kind: 'granted', free: 200 });
  expect(await sale.engine.grant(sale.saleId, ask)).toMatchObject({ kind: 'granted', free: 2 });
  expect(await sale.engine.grant(sale.saleId, ask)).toMatchObject({ units: [399, 400] });
  for (const fastPassPercent of [-0.5, 100.5, Number.NaN]) {
    await expect(openTestSale({ stock: 4, rules: { fastPassPercent } })).rejects.toThrow(
      /out of range/,
    );
  }
});

test('units that were checked for the fast pass are not granted once others come first', async () => {
  const sale = await openTestSale({ stock: 4, rules: { fastPassPercent: 50 } });
  await sale.join('a', 'b', 'c');
  await sale.grant();
  await sale.engine.leave(sale.saleId, { buyer: 'a' });
  await sale.engine.adjust(sale.saleId, { id: 'down', by: -1 });
  const outcome = await sale.engine.grant(sale.saleId, {
    token: 'drain',
    max: 1,
    clearWake: false,
    units: [1],
  });
  expect(outcome).toMatchObject({ kind: 'check_units', units: [3] });
});

test('no more units are to be checked than will be granted', async () => {
  const sale = await openTestSale({ stock: 3, rules: { fastPassPercent: 100 } });
  await sale.join('a', 'b', 'c', 'd', 'e');
  await sale.grant();
  for (const buyer of ['a', 'b', 'c']) {
    await sale.engine.leave(sale.saleId, { buyer });
  }
  const ask = { token: 'drain', max: 1, clearWake: false };
  expect(await sale.engine.grant(sale.saleId, ask)).toMatchObject({ units: [1] });
  expect(await sale.engine.grant(sale.saleId, { ...ask, max: 9 })).toMatchObject({ units: [1, 2] });
});

test('only the owner of the lock grants, checked by the resource', async () => {
  const sale = await openTestSale({ stock: 4 });
  await sale.join('a');
  const grant = (token: string) =>
    sale.engine.grant(sale.saleId, { token, max: 1, clearWake: false });
  expect(await grant('other')).toEqual({ kind: 'not_mine' });
  await sale.engine.unlock(sale.saleId, 'drain');
  expect(await grant('drain')).toEqual({ kind: 'not_mine' });
  expect((await sale.snapshot()).held).toBe(0);
});

describe('a grant that may take the lock', () => {
  const openFreeSale = async (opts: Parameters<typeof openTestSale>[0]) => {
    const sale = await openTestSale(opts);
    await sale.engine.unlock(sale.saleId, 'drain');
    const grant = (token: string, max: number, more: { units?: number[]; lockMs?: number } = {}) =>
      sale.engine.grant(sale.saleId, { token, max, clearWake: false, lockMs: 5_000, ...more });
    const owner = () => sale.redis.get(keysOf(sale.saleId).lock);
    return { ...sale, grant, owner };
  };

  test('takes one that is free only while more can be granted, and gives it back with the last batch', async () => {
    const sale = await openFreeSale({ stock: 9 });
    await sale.join('a', 'b', 'c');
    expect(await sale.grant('one', 2)).toMatchObject({ kind: 'granted', waiting: 1 });
    expect(await sale.owner()).toBe('one');
    expect(await sale.redis.pttl(keysOf(sale.saleId).lock)).toBeGreaterThan(0);
    expect(await sale.grant('one', 2)).toMatchObject({ kind: 'granted', waiting: 0 });
    expect(await sale.owner()).toBeNull();
    await sale.join('d');
    expect(await sale.grant('two', 2)).toMatchObject({ kind: 'granted', waiting: 0 });
    expect(await sale.owner()).toBeNull();
    expect(await sale.grant('two', 2)).toMatchObject({ kind: 'idle', why: 'empty_line' });
    expect(await sale.owner()).toBeNull();
  });

  test('keeps it from batch to batch, and its time is not begun again', async () => {
    const sale = await openFreeSale({ stock: 9 });
    const { lock } = keysOf(sale.saleId);
    await sale.join('a', 'b', 'c');
    await sale.grant('one', 1);
    await sale.redis.pexpire(lock, 1_000);
    expect(await sale.grant('one', 1)).toMatchObject({ kind: 'granted', waiting: 1 });
    expect(await sale.owner()).toBe('one');
    expect(await sale.redis.pttl(lock)).toBeLessThanOrEqual(1_000);
  });

  test('is refused while another worker has it, and changes nothing', async () => {
    const sale = await openFreeSale({ stock: 9 });
    await sale.join('a', 'b');
    expect(await sale.grant('one', 1)).toMatchObject({ kind: 'granted' });
    expect(await sale.grant('two', 1)).toEqual({ kind: 'not_mine' });
    expect(await sale.owner()).toBe('one');
    expect(await sale.snapshot()).toMatchObject({ held: 1, waiting: 1 });
  });

  test('keeps it while the next units are checked, so that no other worker checks them too', async () => {
    const sale = await openFreeSale({ stock: 2, rules: { fastPassPercent: 100 } });
    await sale.join('a', 'b', 'c');
    expect(await sale.grant('one', 9)).toMatchObject({ kind: 'check_units', units: [1, 2] });
    expect(await sale.grant('two', 9)).toEqual({ kind: 'not_mine' });
    const checked = await sale.grant('one', 9, { units: [1, 2] });
    expect(checked).toMatchObject({ kind: 'granted', free: 0, waiting: 1 });
    expect(await sale.owner()).toBeNull();
  });

  test('leaves it as it is where the state is frozen, as it may be the lock of a restore', async () => {
    const sale = await openFreeSale({ stock: 2 });
    await sale.engine.lock(sale.saleId, 'one', 60_000);
    await sale.engine.mark(sale.saleId, 2);
    expect(await sale.grant('one', 9)).toEqual({ kind: 'unavailable', why: 'restoring' });
    expect(await sale.owner()).toBe('one');
  });
});

test('it says why nothing can be granted', async () => {
  const sale = await openTestSale({ stock: 1 });
  const why = async () => {
    const outcome = await sale.grant();
    return outcome.kind === 'idle' ? outcome.why : outcome.kind;
  };
  let version = 1;
  const edit = (change: object) =>
    sale.engine.rules(sale.saleId, { ...sale.rules, ...change, version: ++version });
  expect(await why()).toBe('empty_line');
  await sale.join('a', 'b');
  await edit({ paused: true });
  expect(await why()).toBe('paused');
  await edit({ startsAt: sale.clock.now + 1 });
  expect(await why()).toBe('window');
  await edit({ endsAt: sale.clock.now });
  expect(await why()).toBe('window');
  await edit({ closed: true });
  expect(await why()).toBe('window');
  await edit({});
  expect(await why()).toBe('granted');
  expect(await why()).toBe('nothing_free');
});

test('the window opens at startsAt and closes at endsAt, to the millisecond', async () => {
  const sale = await openTestSale({ stock: 9 });
  await sale.join('a', 'b', 'c', 'd');
  const { now } = sale.clock;
  const rules = { ...sale.rules, startsAt: now + 10, endsAt: now + 20, version: 2 };
  await sale.engine.rules(sale.saleId, rules);
  const kinds = [];
  for (const ms of [9, 10, 19, 20]) {
    sale.clock.now = now + ms;
    kinds.push((await sale.grant(1)).kind);
  }
  expect(kinds).toEqual(['idle', 'granted', 'granted', 'idle']);
});

test('the wake flag is cleared only by who asks for it', async () => {
  const sale = await openTestSale({ stock: 9 });
  const drain = (clearWake: boolean) =>
    sale.engine.grant(sale.saleId, { token: 'drain', max: 9, clearWake });
  const wakes = async (buyer: string) => (await sale.join(buyer)).map((o) => 'wake' in o && o.wake);
  expect(await wakes('a')).toEqual([true]);
  await drain(false);
  expect(await wakes('b')).toEqual([false]);
  await drain(true);
  expect(await wakes('c')).toEqual([true]);
});

test.each([
  ['a shadow inventory that grew', 'inventory', '8'],
  ['a shadow inventory that shrank', 'inventory', '6'],
  ['a lost shadow inventory', 'inventory', null],
])('%s halts granting with an alert, and no unit is granted', async (_, key, value) => {
  const sale = await openTestSale({ stock: 7 });
  await sale.join('a');
  const name = keysOf(sale.saleId)[key as 'inventory'];
  await (value === null ? sale.redis.del(name) : sale.redis.set(name, value));
  const halted = { kind: 'unavailable', why: 'halted' };
  const grant = () => sale.engine.grant(sale.saleId, { token: 'drain', max: 1, clearWake: false });
  expect(await grant()).toEqual(halted);
  await sale.redis.set(name, 7);
  expect(await grant()).toEqual(halted);
  expect(await sale.snapshot()).toMatchObject({ halted: 'inventory', held: 0, waiting: 1 });
  expect(await sale.join('b')).toMatchObject([{ kind: 'joined' }]);
});

test('a counter of fresh units beyond the last unit halts', async () => {
  const sale = await openTestSale({ stock: 2 });
  await sale.join('a');
  await sale.redis.hset(keysOf(sale.saleId).meta, 'nextUnit', 4);
  await sale.redis.set(keysOf(sale.saleId).inventory, -1);
  await expect(sale.grant()).rejects.toThrow('halted');
});
