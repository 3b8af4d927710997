import { createPlaces, keysOf } from '@flash/reservation';
import type { QueueOverview } from '@flash/shared-types';
import { DAY_MS, systemClock } from '@flash/shared-utils';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createAccounts } from '../../services/accounts/directory.ts';
import { createParts } from '../../services/console/context.ts';
import { createJoinTimes } from '../../services/console/join-times.ts';
import { createSaleFeed } from '../../services/console/watch/sale-feed.ts';
import { buildTestApp, type SignedIn, type TestApp } from '../../testing/app.ts';
import { keepLog } from '../../testing/blocks.ts';
import { createBrowser, openSale, serve, someone } from '../../testing/shop.ts';

let api: TestApp;
let viewer: SignedIn;
beforeAll(async () => {
  api = await buildTestApp();
  viewer = await api.signInAs('viewer');
});
afterAll(() => api.close());

const overviewOf = async (id: string): Promise<QueueOverview> => {
  const url = `/orders/admin/queue/${id}/overview`;
  return (await api.inject({ url, headers: viewer.headers })).json();
};

/** Five come, two buy, one gives the hold back, one leaves the line. */
async function someHours() {
  const { deps } = api;
  const sale = await openSale(deps, { startingQuantity: 3, fastPassPercent: 34 });
  const browsers = Array.from({ length: 5 }, () => createBrowser(api, someone()));
  for (const browser of browsers) {
    await browser.buy(sale);
  }
  await serve(deps, sale.id);
  const [first, second, third, fourth] = browsers;
  await first?.confirm(sale);
  await second?.confirm(sale);
  await fourth?.leave(sale);
  await third?.leave(sale);
  return sale;
}

describe('the console', () => {
  test('opened late shows what happened before, even when Redis no longer has it', async () => {
    const sale = await someHours();
    await keepLog(api.deps, sale);
    const seen = await overviewOf(sale.id);
    expect(seen.outcomes).toEqual({
      bought: 2,
      expired: 0,
      left: 2,
      released: 0,
      removed: 0,
      declined: 0,
      refunded: 0,
    });
    expect(seen).toMatchObject({ waiting: 1, fastPassThreshold: 2, mode: 'fast-pass' });
    expect(seen.oldestWaitMs).toBeGreaterThanOrEqual(0);
    expect(seen.redis.ok && seen.database.ok).toBe(true);
    expect(seen.worker).toMatchObject({ alive: false, lastSeenAt: null });
  });

  test('pages through a line that is ordered by keys of its own, and names the seqs of its places', async () => {
    const { engine, redis } = api.deps;
    const sale = await openSale(api.deps);
    const { line, holds } = keysOf(sale.id);
    for (const buyer of ['a', 'b', 'c']) {
      await engine.join(sale.id, { buyer, bearer: false });
    }
    await engine.allow(sale.id, 1);
    const records = { b: 'w 1000000002 1', c: 'w 1000000003 1' };
    await redis.multi().hset(holds, records).zadd(line, 9, 'b', 5, 'c').exec();
    const read = async (cursor: string) => {
      const url = `/orders/admin/queue/${sale.id}/members?limit=2${cursor}`;
      return (await api.inject({ url, headers: viewer.headers })).json();
    };
    const first = await read('');
    expect(first).toMatchObject({ items: [{ seq: 1e9 + 3 }, { seq: 1e9 + 2 }], total: 3 });
    const joined = first.items.map((item: { joinedAt: string | null }) => item.joinedAt);
    expect(joined).toEqual([expect.any(String), expect.any(String)]);
    const next = await read(`&cursor=${first.nextCursor}`);
    expect(next).toMatchObject({ items: [{ seq: 1e9 + 1 }], nextCursor: null });
  });

  test('lists who holds a unit, the hold that ends first on top, and not who waits', async () => {
    const sale = await openSale(api.deps, { startingQuantity: 3 });
    const browsers = Array.from({ length: 5 }, () => createBrowser(api, someone()));
    for (const browser of browsers) {
      await browser.buy(sale);
    }
    await serve(api.deps, sale.id);
    await browsers[0]?.extend(sale);
    await browsers[1]?.confirm(sale);
    const read = async (query: string) => {
      const url = `/orders/admin/queue/${sale.id}/members?${query}`;
      return (await api.inject({ url, headers: viewer.headers })).json();
    };
    const held = await read('state=held');
    expect(held.total).toBe(2);
    expect(held.items).toMatchObject([
      { state: 'held', unit: 3, position: null, joinedAt: expect.any(String) },
      { state: 'held', unit: 1, orderId: null, expiresAt: expect.any(String) },
    ]);
    expect((await read('state=held&limit=1&page=2')).items).toMatchObject([{ unit: 1 }]);
    expect((await read('state=waiting')).items).toHaveLength(2);
    const one = `/orders/admin/queue/${sale.id}/find?q=${held.items[0].buyer}`;
    const found = (await api.inject({ url: one, headers: viewer.headers })).json();
    expect(found.items).toMatchObject([{ state: 'held', joinedAt: held.items[0].joinedAt }]);
    expect((await read('state=none')).code).toBe('VALIDATION_FAILED');
  });

  test('reads on where it stands, and tells what is new', async () => {
    const sale = await someHours();
    const context = contextOf(api);
    const feed = createSaleFeed(context, sale);
    const types: string[] = [];
    await feed.read(({ type }) => types.push(type));
    expect(types.filter((type) => type === 'join')).toHaveLength(5);
    await createBrowser(api, someone()).buy(sale);
    types.length = 0;
    const next = await feed.read(({ type }) => types.push(type));
    expect(types).toEqual(['join']);
    expect(next.waiting).toBe(2);
  });

  test('shows two viewers, one of whom opened it later, the same figures', async () => {
    const sale = await someHours();
    const early = createSaleFeed(contextOf(api), sale);
    await early.read(() => {});
    await keepLog(api.deps, sale);
    await createBrowser(api, someone()).buy(sale);
    const late = createSaleFeed(contextOf(api), sale);
    const [one, other] = [await early.read(() => {}), await late.read(() => {})];
    expect(other.outcomes).toEqual(one.outcomes);
    expect(other.mode).toBe(one.mode);
    expect(other).toMatchObject({ waiting: one.waiting, joined: one.joined, n: one.n });
  });

  test('recovers when the log was trimmed before it was read', async () => {
    const sale = await someHours();
    const feed = createSaleFeed(contextOf(api), sale);
    await feed.read(() => {});
    for (let i = 0; i < 4; i += 1) {
      await createBrowser(api, someone()).buy(sale);
    }
    await keepLog(api.deps, sale);
    await createBrowser(api, someone()).buy(sale);
    const view = await feed.read(() => {});
    expect(view).toMatchObject({ waiting: 6, joined: 10 });
    expect(view.outcomes).toMatchObject({ bought: 2, left: 2 });
  });

  test('knows an archived sale from its blocks, and a draft has nothing to tell', async () => {
    const sale = await someHours();
    await keepLog(api.deps, sale);
    await api.deps.db.sales.update(sale.id, { status: 'archived' });
    await api.deps.engine.drop(sale.id);
    expect(await overviewOf(sale.id)).toMatchObject({
      phase: 'archived',
      sold: 2,
      outcomes: { bought: 2, left: 2 },
    });
    const draft = await openSale(api.deps, { status: 'draft' });
    expect(await overviewOf(draft.id)).toMatchObject({
      phase: 'draft',
      outcomes: { bought: 0 },
      history: [],
      mode: null,
    });
    const analytics = await api.inject({
      url: `/flash-sales/${sale.id}/analytics`,
      headers: viewer.headers,
    });
    expect(analytics.json()).toMatchObject({
      funnel: { joined: 5, held: 3, bought: 2 },
      byPlace: [
        { from: 1, to: 1, held: 1, bought: 1 },
        { bought: 1 },
        { bought: 0 },
        { held: 0 },
        { held: 0 },
      ],
    });
    expect(analytics.json().waitDecilesMs).toHaveLength(10);
  });
});

function contextOf({ deps }: TestApp) {
  const { db, engine, redis, log } = deps;
  return {
    ...{ db, engine, redis, log },
    clock: systemClock,
    accounts: createAccounts(db.db),
    joinTimes: createJoinTimes({ db, engine }),
    places: createPlaces(redis),
    parts: createParts({ db, redis, clock: systemClock, log }),
  };
}

test('the system page shows the sales whose start is nearest when there are more than it shows', async () => {
  const startsAt = Date.now() + 100 * DAY_MS;
  const later = { startsAt, lobbyOpensAt: startsAt, endsAt: startsAt + DAY_MS };
  await Promise.all(Array.from({ length: 50 }, () => openSale(api.deps, later)));
  const running = await openSale(api.deps);
  const { sales } = (await api.inject({ url: '/system', headers: viewer.headers })).json();
  expect(sales).toHaveLength(50);
  expect(sales.map((sale: { flashSaleId: string }) => sale.flashSaleId)).toContain(running.id);
});
