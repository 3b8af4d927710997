import { describe, expect, test } from 'vitest';
import { createSaleShares, shareOf } from './sale-shares.ts';

const sales = Array.from({ length: 2_000 }, (_, i) =>
  (0x65a0_0000 + i).toString(16).padEnd(24, '0'),
);
const workers = ['a', 'b', 'c', 'd'].map((name) => `${name}1f6c1e0-5d0c-4f0e-9d0a-3f0f5c1b2a3d`);

const ownersOf = (living: readonly string[]) =>
  sales.map((sale) => living.filter((worker) => shareOf(living, worker, sale) === 'own'));

describe('sales that are shared out among workers', () => {
  test('have one owner each, and one other worker that stands by', () => {
    for (const [at, owners] of ownersOf(workers).entries()) {
      expect(owners).toHaveLength(1);
      const shares = workers.map((worker) => shareOf(workers, worker, sales[at] ?? '')).sort();
      expect(shares).toEqual(['other', 'other', 'own', 'second']);
    }
  });

  test('are shared out alike by workers of another release, which work beside these for a while', () => {
    const first = ownersOf(workers).slice(0, 16).flat();
    expect(first.map((owner) => owner.charAt(0)).join('')).toBe('cbdacdcddcadabcb');
  });

  test('are shared evenly', () => {
    const owners = ownersOf(workers).flat();
    for (const worker of workers) {
      const count = owners.filter((owner) => owner === worker).length;
      expect(count).toBeGreaterThan(400);
      expect(count).toBeLessThan(600);
    }
  });

  test('stay where they are when another worker comes or goes, and those of a dead one go to who stood by', () => {
    const before = ownersOf(workers);
    const [dead = '', ...living] = workers;
    for (const [at, owners] of ownersOf(living).entries()) {
      const sale = sales[at] ?? '';
      const expected =
        before[at]?.[0] === dead
          ? workers.filter((worker) => shareOf(workers, worker, sale) === 'second')
          : before[at];
      expect(owners).toEqual(expected);
    }
  });

  test('have one owner also when two workers have the same weight', () => {
    // Two words of the same hash.
    const same = ['costarring', 'liquid'];
    for (const sale of sales.slice(0, 20)) {
      expect(same.map((worker) => shareOf(same, worker, sale))).toEqual(['own', 'second']);
    }
  });

  test('are all done by a worker that is alone, or is not on the list', () => {
    expect(shareOf([], 'a', 's')).toBe('own');
    expect(shareOf(['a'], 'a', 's')).toBe('own');
    expect(shareOf(['b', 'c'], 'a', 's')).toBe('own');
  });

  test('are left to the others by a worker that cannot reach MongoDB, which does no harm by going on', async () => {
    const living = new Set(['b']);
    let isAble = true;
    const attendance = {
      attend: async () => [...living.add('a')],
      leave: async () => void living.delete('a'),
    };
    const shares = createSaleShares({ attendance, id: 'a', isAble: () => isAble });
    await shares.refresh();
    expect(sales.filter((sale) => shares.of(sale) === 'second').length).toBeGreaterThan(800);
    isAble = false;
    await shares.refresh();
    expect([...living]).toEqual(['b']);
    expect(sales.every((sale) => shares.of(sale) === 'own')).toBe(true);
  });

  test('are taken by a worker that says it lives, and given up by one that cannot do them, never both at once', async () => {
    const said: string[] = [];
    let isAble = true;
    const attendance = {
      async attend() {
        said.push('attend');
        return ['a', 'b'];
      },
      leave: async () => void said.push('leave'),
    };
    const shares = createSaleShares({ attendance, id: 'a', isAble: () => isAble });
    await shares.refresh();
    isAble = false;
    await shares.refresh();
    expect(said).toEqual(['attend', 'leave']);
  });
});
