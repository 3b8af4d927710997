import type { Sale } from '@flash/database';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildTestApp, type SignedIn, type TestApp } from '../../testing/app.ts';
import { keepLog } from '../../testing/blocks.ts';
import { openSale } from '../../testing/shop.ts';

const WAITING = 100_000;
const AT_ONCE = 200;

let api: TestApp;
let viewer: SignedIn;
let sale: Sale;
const times: Record<string, string> = {};

beforeAll(async () => {
  api = await buildTestApp();
  viewer = await api.signInAs('viewer');
  sale = await openSale(api.deps, { startingQuantity: 10 });
  for (let from = 0; from < WAITING; from += AT_ONCE) {
    await Promise.all(
      Array.from({ length: AT_ONCE }, (_, i) =>
        api.deps.engine.join(sale.id, { buyer: `g${from + i}`, bearer: false }),
      ),
    );
    await keepLog(api.deps, sale, 10_000);
  }
}, 900_000);
afterAll(async () => {
  console.table(times);
  await api.close();
});

async function get(name: string, path: string) {
  const url = `/orders/admin/queue/${sale.id}/${path}`;
  const before = performance.now();
  const answer = await api.inject({ url, headers: viewer.headers });
  times[name] = `${Math.round(performance.now() - before)} ms`;
  expect(answer.statusCode).toBe(200);
  return answer.json();
}

test('a line of 100,000 is read page by page, from any place on, and no place is missed', async () => {
  const first = await get('first page', 'members?limit=100');
  expect(first).toMatchObject({ total: WAITING });
  expect(first.items[0].position).toBe(1);
  const jump = await get('from place 90,001', 'members?limit=100&from=90001');
  expect(jump.items[0].position).toBe(90_001);
  const next = await get('by cursor after it', `members?limit=100&cursor=${jump.nextCursor}`);
  expect(next.items[0].position).toBe(90_101);
  const page = await get('page 900 of 1,000', 'members?limit=100&page=900');
  expect(page.items.map(({ position }: { position: number }) => position)).toEqual(
    Array.from({ length: 100 }, (_, i) => 89_901 + i),
  );
  // Also of those whose join Redis has long forgotten.
  for (const { items } of [first, page, next]) {
    expect(items.every(({ joinedAt }: { joinedAt: string | null }) => joinedAt !== null)).toBe(
      true,
    );
  }
  expect((await get('after the tail', 'members?limit=100&from=100001')).items).toEqual([]);
});

test('a waiting buyer is found in a line of 100,000', async () => {
  const found = await get('find', 'find?q=g77777');
  expect(found.items).toMatchObject([{ buyer: 'g77777', state: 'waiting' }]);
});

test('the console of a line of 100,000 shows its totals at once', async () => {
  const seen = await get('console, first look', 'overview');
  expect(seen).toMatchObject({ waiting: WAITING, joined: WAITING });
  expect(seen.oldestWaitMs).toBeGreaterThan(0);
  await get('console, second look', 'overview');
});
