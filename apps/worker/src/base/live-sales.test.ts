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
