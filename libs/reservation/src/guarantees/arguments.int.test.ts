import { expect, test } from 'vitest';
import { createCaller } from '../call/call.ts';
import { keysOf } from '../keys.ts';
import type { ScriptName } from '../scripts.ts';
import { openTestSale } from '../testing/sale.ts';

const rules = [2, 1, 2e12, 1, 900_000, 1, 5, 1, 1, 1, 0, 0, 0, 2, '', '', 20];
/** Percent of the stock, which may be a fraction. */
const SHARE = 5;
const numbersOfRules = [...Array.from({ length: 14 }, (_, i) => i), 16].filter((i) => i !== SHARE);

/** Good arguments of each script, and which of them are whole numbers (the second list: not 0). */
const scripts: [ScriptName, (string | number)[], number[], number[]][] = [
  ['activate', [1, 5, ...rules], [0, 1, ...numbersOfRules.map((i) => i + 2)], [0]],
  ['join', ['x', 0, '', '', '', ''], [], []],
  ['join', ['x', 0, 5, 'k1', 's1', 'n'], [2], []],
  ['position', ['x'], [], []],
  ['grant', ['drain', 1, 0, '', '', ''], [1], [1]],
  ['grant', ['drain', 1, 0, '', 5, 9e12], [1, 4, 5], [1, 4]],
  ['claim', ['a', 't', 5_000, '', ''], [2], [2]],
  ['claim', ['a', 't', 5_000, 5, 5], [3, 4], []],
  ['renew', ['c', 5, 5_000], [1, 2], [2]],
  ['settle', ['c', 1, 5, 'o'], [1, 2], [1]],
  ['heal', ['c', 1, 5, 'o'], [1, 2], [1]],
  ['void', ['c', 5, '', '', ''], [1], []],
  ['void', ['c', 1e9 + 3, 5, 6, 9], [2, 3, 4], []],
  ['extend', ['a', '', 't', ''], [], []],
  ['extend', ['a', 5, 't', 5], [1, 3], []],
  ['leave', ['a', 't', ''], [], []],
  ['leave', ['a', 't', 5], [2], []],
  ['sweep', [500, ''], [0], [0]],
  ['sweep', [500, 5], [1], []],
  ['release', ['a', 't'], [], []],
  ['remove', ['a', 't'], [], []],
  ['rules', rules, numbersOfRules, []],
  ['adjust', ['id', 'up', 1], [2], [2]],
  ['refund', ['c', 1, 5], [1, 2], [1]],
  ['shift', [5, '', 't'], [0], [0]],
  ['shift', [5, 5, 't'], [1], []],
  ['snapshot', [], [], []],
  ['halt', ['why', ''], [], []],
  ['halt', ['why', 1], [1], []],
  ['freeze', [], [], []],
  ['allow', [5], [0], [0]],
  ['stored', [1, 1, 1], [0, 1, 2], []],
];

async function opened() {
  const sale = await openTestSale({ stock: 3 });
  await sale.join('a', 'c', 'w');
  await sale.grant(2);
  await sale.claim('c');
  const call = createCaller(sale.redis);
  const everything = async () => {
    const keys = Object.values(keysOf(sale.saleId));
    const dumps = await Promise.all(keys.map((key) => sale.redis.dumpBuffer(key)));
    return dumps.map((dump) => dump?.toString('base64') ?? '');
  };
  return { sale, call, everything };
}

test.each(scripts)(
  '%s %j refuses arguments out of range before it writes anything',
  async (...row) => {
    const [script, good, numbers, positive] = row;
    const { sale, call, everything } = await opened();
    const before = await everything();
    const refuse = async (args: (string | number)[], why = 'is out of range') => {
      const { now } = sale.clock;
      await expect(call.raw(script, sale.saleId, [], [...args, now])).rejects.toThrow(why);
    };
    if (good.length > 0) {
      await expect(call.raw(script, sale.saleId, [], good.slice(0, -1))).rejects.toThrow();
    }
    await refuse([...good, sale.clock.now], 'wrong number of keys or arguments');
    await expect(call.raw(script, sale.saleId, ['one:{too}:many'], good)).rejects.toThrow();
    for (const i of numbers) {
      for (const bad of ['x', '-1', '1.5', '100000000000000', 'nan', 'inf', '0x']) {
        await refuse(good.with(i, bad));
      }
    }
    for (const i of positive) {
      await refuse(good.with(i, 0));
    }
    expect(await everything()).toEqual(before);
  },
);

test.each([
  ['activate', [1, 5, ...rules], SHARE + 2],
  ['rules', rules, SHARE],
] as const)(
  '%s %j refuses a share below 0 and above 100 before it writes anything',
  async (script, good, at) => {
    const { sale, call, everything } = await opened();
    const before = await everything();
    for (const bad of ['x', '-0.5', '100.5', 'nan', 'inf', '']) {
      const args = [...[...good].with(at, bad), sale.clock.now];
      await expect(call.raw(script, sale.saleId, [], args)).rejects.toThrow('is out of range');
    }
    expect(await everything()).toEqual(before);
  },
);

test('a time out of range does not make a sale known', async () => {
  const { sale, call } = await opened();
  const unknown = 'f'.repeat(24);
  for (const bad of ['x', '-1', '1.5', '']) {
    const args = [1, 5, ...rules, bad];
    await expect(call.raw('activate', unknown, [], args)).rejects.toThrow(/out of range/);
  }
  expect(await sale.redis.exists(keysOf(unknown).meta)).toBe(0);
});

test('a direction of stock that is none changes nothing', async () => {
  const { sale, call, everything } = await opened();
  const before = await everything();
  const args = ['id', 'sideways', 1, sale.clock.now];
  await expect(call.raw('adjust', sale.saleId, [], args)).rejects.toThrow();
  expect(await everything()).toEqual(before);
});

test('a time that is none changes nothing', async () => {
  const { sale, call, everything } = await opened();
  const before = await everything();
  await expect(call.raw('shift', sale.saleId, [], [5, '', 't', 'soon'])).rejects.toThrow();
  expect(await everything()).toEqual(before);
});
