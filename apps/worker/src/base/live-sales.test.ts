import type { LiveSale } from '@flash/database';
import { describe, expect, test } from 'vitest';
import { createLiveSales } from './live-sales.ts';

describe('the list of live sales', () => {
  test('names a sale that is no longer live until it was cleaned up', async () => {
    let ids = ['a', 'b'];
    const sales = createLiveSales({ listLive: async () => ids.map((id) => ({ id }) as LiveSale) });
    await sales.refresh();
    ids = ['b'];
    await sales.refresh();
    await sales.refresh();
    expect(sales.list().map((sale) => sale.id)).toEqual(['b']);
    expect(sales.departed()).toEqual(['a']);
    sales.cleanedUp('a');
    expect(sales.departed()).toEqual([]);
  });

  test('of a thousand is read each five seconds, and a sale that was named before that by itself', async () => {
    const reads: string[] = [];
    const stored = new Map(Array.from({ length: 1_000 }, (_, n) => [`s${n}`, 1]));
    let now = 0;
    const sales = createLiveSales(
      {
        async listLive(ids) {
          reads.push(ids ? ids.join() : 'all');
          const wanted = ids ?? [...stored.keys()];
          return wanted
            .filter((id) => stored.has(id))
            .map((id) => ({ id, version: stored.get(id) }) as LiveSale);
        },
      },
      () => now,
    );
    await sales.refresh();
    now = 4_900;
    stored.set('new', 1);
    await sales.refresh();
    expect(reads).toEqual(['all']);
    sales.name('new');
    sales.name('of another database');
    await sales.refresh();
    await sales.refresh();
    expect(reads).toEqual(['all', 'new,of another database']);
    expect(sales.get('new')).toBeDefined();

    stored.set('s7', 2);
    await sales.reread('s7');
    expect(sales.get('s7')?.version).toBe(2);
    stored.delete('s7');
    await sales.reread('s7');
    expect(sales.get('s7')).toBeUndefined();
    expect(sales.departed()).toEqual(['s7']);
    now = 5_010;
    await sales.refresh();
    expect(reads.at(-1)).toBe('all');
  });

  test('looks again for a named sale when MongoDB could not be asked', async () => {
    let isThere = true;
    const ids = Array.from({ length: 300 }, (_, n) => `s${n}`);
    const sales = createLiveSales(
      {
        async listLive(wanted) {
          if (!isThere) {
            throw new Error('away');
          }
          return (wanted ?? ids).map((id) => ({ id }) as LiveSale);
        },
      },
      () => 0,
    );
    await sales.refresh();
    isThere = false;
    sales.name('new');
    await expect(sales.refresh()).rejects.toThrow('away');
    isThere = true;
    await sales.refresh();
    expect(sales.get('new')).toBeDefined();
  });

  test('looks once more for a sale that was named again while it was looked for', async () => {
    let isStored = false;
    const ids = Array.from({ length: 300 }, (_, n) => `s${n}`);
    const sales = createLiveSales(
      {
        async listLive(wanted) {
          if (wanted && !isStored) {
            isStored = true;
            sales.name('new');
            return [];
          }
          return (wanted ?? ids).map((id) => ({ id }) as LiveSale);
        },
      },
      () => 0,
    );
    await sales.refresh();
    sales.name('new');
    await sales.refresh();
    expect(sales.get('new')).toBeUndefined();
    await sales.refresh();
    expect(sales.get('new')).toBeDefined();
  });

  test('keeps what it knew while MongoDB cannot be asked', async () => {
    let isThere = true;
    const sales = createLiveSales({
      listLive: async () => {
        if (!isThere) {
          throw new Error('away');
        }
        return [{ id: 'a' } as LiveSale];
      },
    });
    await sales.refresh();
    isThere = false;
    await expect(sales.refresh()).rejects.toThrow('away');
    expect(sales.get('a')).toBeDefined();
    expect(sales.departed()).toEqual([]);
  });
});
