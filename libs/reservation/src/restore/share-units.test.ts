import { expect, test } from 'vitest';
import { shareUnits } from './restore.ts';

const share = (stock: number, unitTop: number, owned: number[], wanted: number[]) =>
  shareUnits({ stock, unitTop, owned: new Set(owned), wanted });

test('nothing changes for a sale that lost nothing', () => {
  expect(share(10, 10, [1, 3], [2, 5])).toEqual({
    unitTop: 10,
    nextUnit: 6,
    free: [4],
    retired: [],
    units: [2, 5],
  });
});

test('a hold on a unit that an order owns, that another holds or that is none moves to a free one', () => {
  expect(share(10, 10, [1, 4], [4, 2, 2, 99, 0])).toEqual({
    unitTop: 10,
    nextUnit: 8,
    free: [],
    retired: [],
    units: [3, 2, 5, 6, 7],
  });
});

test('a hold keeps its unit, also the first and the last one, before another one moves there', () => {
  expect(share(10, 10, [3], [3, 1, 10])).toMatchObject({ units: [2, 1, 10], nextUnit: 11 });
});

test('what exceeds the stock is retired, and fresh units stay one range', () => {
  expect(share(5, 10, [2], [6])).toEqual({
    unitTop: 10,
    nextUnit: 8,
    free: [],
    retired: [
      { from: 1, to: 1 },
      { from: 3, to: 5 },
      { from: 7, to: 7 },
    ],
    units: [6],
  });
});

test('a sale that is used up has no unit left over', () => {
  expect(share(2, 5, [5], [4])).toEqual({
    unitTop: 5,
    nextUnit: 6,
    free: [],
    retired: [{ from: 1, to: 3 }],
    units: [4],
  });
});

test('an untouched sale of millions is one range', () => {
  expect(share(10_000_000, 10_000_000, [], [])).toEqual({
    unitTop: 10_000_000,
    nextUnit: 1,
    free: [],
    retired: [],
    units: [],
  });
});

test('whatever is given: each unit is owned, held, free or retired, and the stock is right', () => {
  let seed = 7;
  const random = (below: number) => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed % below;
  };
  for (let round = 0; round < 2_000; round++) {
    const unitTop = 1 + random(20);
    const stock = random(unitTop + 1);
    const owned = new Set<number>();
    while (owned.size < Math.min(stock, random(6))) {
      owned.add(1 + random(unitTop));
    }
    const wanted = Array.from({ length: Math.min(stock - owned.size, random(6)) }, () =>
      random(25),
    );
    const shares = shareUnits({ stock, unitTop, owned, wanted });
    const fresh = Array.from(
      { length: unitTop - shares.nextUnit + 1 },
      (_, i) => shares.nextUnit + i,
    );
    const retired = shares.retired.flatMap(({ from, to }) =>
      Array.from({ length: to - from + 1 }, (_, i) => from + i),
    );
    const all = [...owned, ...shares.units, ...shares.free, ...fresh, ...retired];
    const expected = Array.from({ length: unitTop }, (_, i) => i + 1);
    expect(all.toSorted((a, b) => a - b)).toEqual(expected);
    expect(owned.size + shares.units.length + shares.free.length + fresh.length).toBe(stock);
    expect(Math.max(0, ...owned, ...shares.units, ...shares.free)).toBeLessThan(shares.nextUnit);
  }
});
