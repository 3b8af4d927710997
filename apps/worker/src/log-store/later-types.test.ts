import type { Database } from '@flash/database';
import type { Engine } from '@flash/reservation';
import { expect, test } from 'vitest';
import { createSaleCache } from '../base/sale-cache.ts';
import { createAllowLaterTypes } from './later-types.ts';

/** Sales in which the scripts may write as many later types as given here; one process that reads all of them. */
function setup(known: Record<string, number>, types = ['Seen', 'offer']) {
  const world = { asked: [] as string[], answer: 'allowed', listed: 0 };
  const saleCache = createSaleCache();
  for (const [id, logTypes] of Object.entries(known)) {
    saleCache.of(id).logTypes = logTypes;
  }
  const info = { log: { version: 2, types: ['Seen', 'offer'] } };
  const allow = createAllowLaterTypes(
    {
      engine: {
        async allow(id: string, logTypes: number) {
          world.asked.push(`${id} ${logTypes}`);
          return { kind: world.answer, logTypes };
        },
      } as unknown as Engine,
      db: {
        processes: {
          async list() {
            world.listed += 1;
            return [{ info }];
          },
        },
      } as unknown as Database,
      liveSales: { list: () => Object.keys(known).map((id) => ({ id })) } as never,
      saleCache,
    },
    types,
  );
  async function asked() {
    world.asked.length = 0;
    await allow();
    return [...world.asked];
  }
  return { world, asked };
}

test('a sale that is behind is allowed what every process can read, and not asked again', async () => {
  const { asked } = setup({ behind: 0, half: 1, same: 2, ahead: 3 });
  expect(await asked()).toEqual(['behind 2', 'half 2']);
  expect(await asked()).toEqual([]);
});

test('a sale that could not be told is told the next time', async () => {
  const { world, asked } = setup({ s: 0 });
  world.answer = 'unavailable';
  expect(await asked()).toEqual(['s 2']);
  world.answer = 'allowed';
  expect(await asked()).toEqual(['s 2']);
  expect(await asked()).toEqual([]);
});

test('without a later type no process is asked for, and no sale', async () => {
  const { world, asked } = setup({ s: 0 }, []);
  expect(await asked()).toEqual([]);
  expect(world.listed).toBe(0);
});
