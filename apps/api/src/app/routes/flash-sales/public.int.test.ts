import type { AddressInfo } from 'node:net';
import { rulesOf } from '@flash/reservation';
import {
  lineAnswer,
  publicSaleAnswer,
  publicSaleList,
  REHEARSAL_PRODUCT,
} from '@flash/shared-types';
import { afterAll, beforeAll, describe, expect, it as test, vi } from 'vitest';
import { buildTestApp, type TestApp } from '../../testing/app.ts';
import { createBrowser, openSale, serve, someone } from '../../testing/shop.ts';

let t: TestApp;
beforeAll(async () => {
  t = await buildTestApp();
});
afterAll(() => t.close());

const MINUTE_MS = 60_000;
const publicSale = (id?: string) =>
  t.inject({ url: '/flash-sales/public/sale', query: id ? { flashSaleId: id } : {} });
const line = (id: string, headers = {}) => t.inject({ url: `/flash-sales/${id}/line`, headers });

describe('the public sale', () => {
  test('is what first-version clients read, with the numbers of now', async () => {
    const sale = await openSale(t.deps, { startingQuantity: 2 });
    const ann = createBrowser(t, someone());
    await ann.buy(sale);
    await serve(t.deps, sale.id);
    await ann.confirm(sale);
    const answer = await publicSale(sale.id);
    expect(answer.statusCode).toBe(200);
    expect(answer.headers['cache-control']).toBe('public, max-age=1');
    expect(publicSaleAnswer.parse(answer.json())).toMatchObject({
      item: { _id: sale.id, startingQuantity: 2, currentQuantity: 1, pricePerUnit: 19.99 },
      meta: {
        status: 'ongoing',
        soldOut: false,
        progress: { remaining: 1, starting: 2, ratio: 0.5 },
      },
    });
  });

  test('says sold out as soon as the last unit is sold, not only at its next read', async () => {
    const sale = await openSale(t.deps, { startingQuantity: 2 });
    const people = [createBrowser(t, someone()), createBrowser(t, someone())];
    for (const who of people) {
      await who.buy(sale);
    }
    await serve(t.deps, sale.id);
    expect((await publicSale(sale.id)).json().meta.soldOut).toBe(false);
    const took: number[] = [];
    for (const who of people) {
      await who.confirm(sale);
      const sold = performance.now();
      const progress = () => publicSale(sale.id).then((answer) => answer.json().meta.progress);
      const left = people.length - 1 - took.length;
      await vi.waitFor(async () => expect((await progress()).remaining).toBe(left), {
        interval: 5,
      });
      took.push(performance.now() - sold);
    }
    expect(took[0]).toBeLessThan(1_000);
    expect((await publicSale(sale.id)).json().meta).toMatchObject({ soldOut: true });
  });

  test.each([
    [
      'upcoming',
      { startsAt: Date.now() + MINUTE_MS, lobbyOpensAt: Date.now() + MINUTE_MS },
      'scheduled',
    ],
    [
      'upcoming',
      { startsAt: Date.now() + MINUTE_MS, lobbyOpensAt: Date.now() - MINUTE_MS },
      'lobby',
    ],
    ['ended', { startsAt: Date.now() - 2 * MINUTE_MS, endsAt: Date.now() - MINUTE_MS }, 'ended'],
  ])('is %s %#', async (status, change, phase) => {
    const sale = await openSale(t.deps, change);
    expect((await publicSale(sale.id)).json()).toMatchObject({
      item: { phase },
      meta: { status, phase },
    });
  });

  test('does not exist for an id that is not public', async () => {
    const draft = await openSale(t.deps, { status: 'draft' });
    for (const id of [draft.id, '65f000000000000000000000', 'unknown']) {
      const answer = await publicSale(id);
      expect(publicSaleAnswer.parse(answer.json())).toMatchObject({
        item: null,
        meta: { status: 'not_found' },
      });
    }
  });

  test('is the current one, else the next one, when no id is given', async () => {
    const later = await openSale(t.deps, { startsAt: Date.now() + MINUTE_MS });
    const current = await openSale(t.deps, { startsAt: Date.now() - 1 });
    await t.deps.saleCache.refresh(later.id);
    await vi.waitFor(async () => {
      const answer = await publicSale();
      expect(answer.json().item.startsAt <= answer.json().meta.serverNow).toBe(true);
      expect(answer.json().meta.status).toBe('ongoing');
    });
    expect(current.id).toBeDefined();
  });
});

test('a rehearsal is in no list and never the current sale, but known by its id', async () => {
  const { id } = await openSale(t.deps, { productId: REHEARSAL_PRODUCT, startsAt: Date.now() - 1 });
  await t.deps.saleCache.refresh(id);
  const lists = (await t.inject({ url: '/flash-sales/public' })).json();
  const listed = [...lists.live, ...lists.upcoming, ...lists.past].map((one) => one.id);
  expect(listed).not.toContain(id);
  expect((await publicSale()).json().item?.id).not.toBe(id);
  expect((await publicSale(id)).json().item.id).toBe(id);
});

describe('the line', () => {
  test('is the same for all callers and carries its tag', async () => {
    const sale = await openSale(t.deps, { startingQuantity: 3 });
    await createBrowser(t, someone()).buy(sale);
    const answer = await line(sale.id);
    expect(lineAnswer.parse(answer.json())).toMatchObject({
      phase: 'open',
      waiting: 1,
      free: 3,
      held: 0,
      sold: 0,
      stock: 3,
      pause: null,
      epoch: 1,
    });
    const etag = String(answer.headers.etag);
    const same = await line(sale.id, { 'if-none-match': etag });
    expect(same.statusCode).toBe(304);
    expect(same.body).toBe('');
    expect((await line(sale.id, { 'if-none-match': 'W/"other"' })).statusCode).toBe(200);
  });

  test('tells a pause, its reason and the organiser’s words within a quarter of a second', async () => {
    const sale = await openSale(t.deps);
    await line(sale.id);
    const rules = {
      ...rulesOf(sale),
      paused: true,
      pauseReason: 'Payments are slow',
      pauseSince: Date.now(),
      message: 'Thank you for your patience',
      version: sale.version + 1,
    };
    await t.deps.engine.rules(sale.id, rules);
    await new Promise((resolve) => setTimeout(resolve, 251));
    expect((await line(sale.id)).json()).toMatchObject({
      phase: 'paused',
      message: 'Thank you for your patience',
      pause: { reason: 'Payments are slow' },
    });
  });

  test('stays readable while the line is restored, and says so', async () => {
    const sale = await openSale(t.deps);
    await line(sale.id);
    await t.deps.engine.mark(sale.id, 2);
    await vi.waitFor(async () => {
      const answer = await line(sale.id);
      expect(answer.statusCode).toBe(200);
      expect(answer.json().pause?.reason).toContain('restored');
    });
  });

  test('does not exist for drafts and unknown sales', async () => {
    const draft = await openSale(t.deps, { status: 'draft' });
    for (const id of [draft.id, '65f000000000000000000000', 'unknown']) {
      expect((await line(id)).json()).toMatchObject({ status: 404, code: 'SALE_NOT_FOUND' });
    }
    expect((await line('a:b')).statusCode).toBe(400);
  });
});

describe('the public list', () => {
  test('sorts sales into live, upcoming and past, and shows no drafts', async () => {
    const live = await openSale(t.deps);
    const soon = Date.now() + MINUTE_MS;
    const next = await openSale(t.deps, { startsAt: soon, lobbyOpensAt: soon });
    const past = await openSale(t.deps, {
      startsAt: Date.now() - 2 * MINUTE_MS,
      endsAt: Date.now() - MINUTE_MS,
    });
    const draft = await openSale(t.deps, { status: 'draft' });
    await t.deps.saleCache.refresh(live.id);
    const answer = publicSaleList.parse((await t.inject({ url: '/flash-sales/public' })).json());
    const ids = (list: { id: string }[]) => list.map((sale) => sale.id);
    expect(ids(answer.live)).toContain(live.id);
    expect(ids(answer.upcoming)).toContain(next.id);
    expect(ids(answer.past)).toContain(past.id);
    expect(JSON.stringify(answer)).not.toContain(draft.id);
  });

  test('says of a live sale what is free, what is on hold and how many wait', async () => {
    const sale = await openSale(t.deps, { startingQuantity: 5 });
    await t.deps.engine.join(sale.id, { buyer: 'b1', bearer: false });
    await t.deps.saleCache.refresh(sale.id);
    const { live } = publicSaleList.parse((await t.inject({ url: '/flash-sales/public' })).json());
    const listed = live.find(({ id }) => id === sale.id);
    expect(listed?.counts).toEqual({ waiting: 1, free: 5, held: 0 });
  });

  test('counts a sale whose line is open before its start as live', async () => {
    const lobby = await openSale(t.deps, {
      startsAt: Date.now() + MINUTE_MS,
      lobbyOpensAt: Date.now() - MINUTE_MS,
    });
    await t.deps.saleCache.refresh(lobby.id);
    const { live } = publicSaleList.parse((await t.inject({ url: '/flash-sales/public' })).json());
    expect(live.map(({ id }) => id)).toContain(lobby.id);
  });

  test('is made once for all who ask within a moment, and known by its tag', async () => {
    await openSale(t.deps);
    const ask = (headers = {}) => t.inject({ url: '/flash-sales/public', headers });
    const [first, second] = [await ask(), await ask()];
    expect(first.headers['cache-control']).toBe('public, max-age=1');
    expect(first.headers.etag).toMatch(/^W\//);
    expect(second.headers.etag).toBe(first.headers.etag);
    const known = await ask({ 'if-none-match': first.headers.etag });
    expect([known.statusCode, known.body]).toEqual([304, '']);
  });
});

describe('over a real socket', () => {
  const ask = async (path: string, headers: Record<string, string> = {}) => {
    if (!t.app.server.listening) {
      await t.app.listen({ port: 0, host: '127.0.0.1' });
    }
    const { port } = t.app.server.address() as AddressInfo;
    return fetch(`http://127.0.0.1:${port}${path}`, { headers });
  };

  test('ready answers are those of the route, with the same tag', async () => {
    const sale = await openSale(t.deps);
    for (const path of [
      `/flash-sales/${sale.id}/line`,
      `/flash-sales/public/sale?flashSaleId=${sale.id}`,
    ]) {
      const routed = await t.inject({ url: path });
      const ready = await ask(path);
      expect(ready.status).toBe(200);
      expect(ready.headers.get('x-powered-by')).toBeNull();
      for (const name of ['content-type', 'cache-control', 'etag', 'x-content-type-options']) {
        expect([name, ready.headers.get(name)]).toEqual([name, routed.headers[name]]);
      }
      const known = { 'if-none-match': String(ready.headers.get('etag')) };
      expect((await ask(path, known)).status).toBe(304);
    }
  });

  test('the configured sites may read them, and no others', async () => {
    const sale = await openSale(t.deps);
    const path = `/flash-sales/${sale.id}/line`;
    const [own = ''] = t.deps.env.clientOrigins;
    await ask(path);
    const allowed = await ask(path, { origin: own });
    expect(allowed.headers.get('access-control-allow-origin')).toBe(own);
    expect(allowed.headers.get('vary')).toContain('Origin');
    for (const origin of ['null', `${own}.evil.example`, 'https://evil.example']) {
      const refused = await ask(path, { origin });
      expect(refused.headers.get('access-control-allow-origin')).toBeNull();
    }
  });

  test('refuses an invalid id, and routes requests whose answer is not ready', async () => {
    expect((await ask('/flash-sales/public/sale?flashSaleId=a:b')).status).toBe(400);
    expect((await ask('/flash-sales/65f0000000000000000000aa/line')).status).toBe(404);
    const unknown = await ask('/flash-sales/public/sale?flashSaleId=65f0000000000000000000aa');
    expect(await unknown.json()).toMatchObject({ item: null, meta: { status: 'not_found' } });
  });
});

describe('when the clock of the API is set back by an hour', () => {
  test('the public line still shows what happens now', async () => {
    const clock = { behindMs: 0, now: () => Date.now() - clock.behindMs };
    const skewed = await buildTestApp({ clock });
    const sale = await openSale(skewed.deps);
    const shown = async () =>
      (await skewed.inject({ url: `/flash-sales/${sale.id}/line` })).json<{ waiting: number }>();
    expect((await shown()).waiting).toBe(0);
    clock.behindMs = 3_600_000;
    await skewed.deps.engine.join(sale.id, { buyer: 'ann', bearer: false });
    await vi.waitFor(async () => expect((await shown()).waiting).toBe(1), { timeout: 3_000 });
    await skewed.close();
  });
});
