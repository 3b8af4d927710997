import { randomUUID } from 'node:crypto';
import { type SaleDefaults, saleTermNames } from '@flash/shared-types';
import { waitFor } from '@flash/testing';
import { mongo } from 'mongoose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildTestApp, type SignedIn, type TestApp } from '../../testing/app.ts';
import { serve } from '../../testing/shop.ts';

let api: TestApp;
let operator: SignedIn;
beforeAll(async () => {
  api = await buildTestApp();
  operator = await api.signInAs('operator');
});
afterAll(() => api.close());

const HOUR = 3_600_000;
const range = (count: number) => Array.from({ length: count }, (_, i) => i);
const at = (ms: number) => new Date(Date.now() + ms).toISOString();
const body = (change: object = {}) => ({
  name: 'Night Runner 2',
  startsAt: at(-1_000),
  endsAt: at(HOUR),
  startingQuantity: 100,
  ...change,
});
type Headers = Record<string, string>;
const call = (
  method: 'GET' | 'POST' | 'PUT' | 'DELETE',
  url: string,
  payload?: object,
  headers: Headers = {},
) => api.inject({ method, url, payload, headers: { ...operator.headers, ...headers } });
const create = async (change: object = {}) =>
  (await call('POST', '/flash-sales', body(change))).json<{ id: string; version: number }>();

describe('a sale', () => {
  test('is made with the defaults a bare request implies', async () => {
    const answer = await call('POST', '/flash-sales', body({ currentQuantity: 5, colour: 'red' }));
    expect(answer.statusCode).toBe(201);
    expect(answer.headers.etag).toBe('"1"');
    expect(answer.json()).toMatchObject({
      id: expect.stringMatching(/^[0-9a-f]{24}$/),
      status: 'OnSchedule',
      phase: 'open',
      startingQuantity: 100,
      currentQuantity: 100,
      pricePerUnit: 0,
      pricePerUnitMinor: 0,
      currency: 'EUR',
      identity: 'guest',
      extensions: 1,
      extensionSeconds: 300,
      honourHoldsAfterEnd: true,
      timeZone: 'UTC',
      epoch: 1,
    });
    expect(answer.json().lobbyOpensAt).toBe(answer.json().startsAt);
  });

  test('gets the default terms, which the team can read, for each field that is left out', async () => {
    const defaults = (await call('GET', '/flash-sales/defaults')).json();
    const made = (await call('POST', '/flash-sales', body())).json();
    expect(made).toMatchObject({ ...defaults.terms, currency: defaults.currency });
    expect(Object.keys(defaults.terms).sort()).toEqual([...saleTermNames].sort());
  });

  test('may be careful with a fraction of a percent of its stock, also after a change', async () => {
    const made = await call('POST', '/flash-sales', body({ fastPassPercent: 0.5 }));
    expect([made.statusCode, made.json().fastPassPercent]).toEqual([201, 0.5]);
    const url = `/flash-sales/${made.json().id}`;
    const changed = await call('PUT', url, { fastPassPercent: 6.56 });
    expect([changed.statusCode, changed.json().fastPassPercent]).toEqual([200, 6.56]);
    expect(await api.deps.engine.snapshot(made.json().id)).toMatchObject({ free: 100 });
  });

  test('is refused beyond the bounds that the team can read', async () => {
    const { bounds } = (await call('GET', '/flash-sales/defaults')).json<SaleDefaults>();
    for (const [field, { min, max }] of Object.entries(bounds)) {
      for (const value of [min - 1, max + 1]) {
        const refused = await call('POST', '/flash-sales', body({ [field]: value }));
        expect([field, value, refused.statusCode]).toEqual([field, value, 400]);
        expect(refused.json().errors[0].path).toContain(field);
      }
    }
  });

  test('can be bought from as soon as its answer is read', async () => {
    const { id } = await create();
    const email = `${randomUUID()}@example.org`;
    const buy = await api.inject({
      method: 'POST',
      url: '/orders/buy',
      payload: { email, flashSaleId: id },
    });
    expect(buy.statusCode).toBe(200);
    expect(buy.json()).toMatchObject({ queued: true, position: 1, email, flashSaleId: id });
  });

  test('keeps amounts to the last decimal', async () => {
    const dear = await create({ pricePerUnit: 19.99 });
    expect(dear).toMatchObject({ pricePerUnit: 19.99, pricePerUnitMinor: 1_999 });
    const yen = await create({ pricePerUnit: 500, currency: 'JPY' });
    expect(yen).toMatchObject({ pricePerUnit: 500, pricePerUnitMinor: 500, currency: 'JPY' });
  });

  test.each([
    ['no name', { name: '' }],
    ['a name that is too long', { name: 'x'.repeat(201) }],
    ['a name with NUL', { name: 'a\u0000b' }],
    ['a name that is an object', { name: { $gt: '' } }],
    ['a name that is a list', { name: ['a'] }],
    ['no units', { startingQuantity: 0 }],
    ['half a unit', { startingQuantity: 1.5 }],
    ['too many units', { startingQuantity: 10_000_001 }],
    ['units as text', { startingQuantity: '100' }],
    ['units that are no number', { startingQuantity: null }],
    ['an end before the start', { endsAt: at(-HOUR) }],
    ['an end that has passed', { endsAt: at(-HOUR), startsAt: at(-2 * HOUR) }],
    ['a time that is none', { startsAt: 'tomorrow' }],
    ['a time as a number', { startsAt: 1_700_000_000_000 }],
    ['a negative price', { pricePerUnit: -1 }],
    ['too many decimals', { pricePerUnit: 1.999 }],
    ['decimals of a currency that has none', { pricePerUnit: 1.5, currency: 'JPY' }],
    ['a currency that is none', { currency: 'XXZ' }],
    ['a zone that is none', { timeZone: 'Mars/Olympus' }],
    ['a hold that is too short', { holdTtlSeconds: 4 }],
    ['a lobby after the start', { lobbyOpensAt: at(HOUR / 2) }],
    ['a status that cannot be chosen', { status: 'archived' }],
    ['an identity that is none', { identity: 'anyone' }],
  ])('with %s is refused and changes nothing', async (_, change) => {
    const before = await call('GET', '/flash-sales');
    const answer = await call('POST', '/flash-sales', body(change));
    expect(answer.statusCode).toBe(400);
    expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
    expect(answer.json()).toMatchObject({
      code: 'VALIDATION_FAILED',
      message: expect.any(String),
      errors: expect.arrayContaining([expect.objectContaining({ path: Object.keys(change)[0] })]),
    });
    const after = await call('GET', '/flash-sales');
    expect(after.json().total).toBe(before.json().total);
  });

  test('is listed by page, name, status and phase', async () => {
    const name = `Lamp ${randomUUID()}`;
    const open = await create({ name });
    await create({ name, startsAt: at(HOUR / 2) });
    await create({ name, draft: true });
    const list = async (query: string) =>
      (await call('GET', `/flash-sales?q=${encodeURIComponent(name)}&${query}`)).json();
    expect(await list('')).toMatchObject({ total: 3, page: 1, limit: 20, pageSize: 20 });
    expect(await list('status=open')).toMatchObject({ total: 1, items: [{ id: open.id }] });
    expect(await list('status=scheduled')).toMatchObject({ total: 1 });
    expect(await list('status=draft')).toMatchObject({ total: 1 });
    expect(await list('status=OnSchedule')).toMatchObject({ total: 2 });
    const second = await list('page=2&pageSize=2&sort=startsAt&order=asc');
    expect(second).toMatchObject({ total: 3, page: 2, limit: 2, pageSize: 2 });
    expect(second.items).toHaveLength(1);
    expect((await list('limit=1')).items).toHaveLength(1);
  });
});

test('by stage, the live sale with the longest line comes first, and a draft after the next start', async () => {
  const name = `Stage ${randomUUID()}`;
  await create({ name, draft: true });
  const next = await create({ name, startsAt: at(HOUR / 2) });
  const quiet = await create({ name, endsAt: at(HOUR / 4) });
  const busy = await create({ name, startingQuantity: 1 });
  for (const _ of range(2)) {
    const payload = { email: `${randomUUID()}@example.org`, flashSaleId: busy.id };
    await api.inject({ method: 'POST', url: '/orders/buy', payload });
  }
  const list = async () =>
    (await call('GET', `/flash-sales?q=${encodeURIComponent(name)}&sort=stage`)).json<{
      items: { id: string; phase: string }[];
    }>().items;
  await expect
    .poll(async () => (await list()).map(({ id }) => id).slice(0, 3))
    .toEqual([busy.id, quiet.id, next.id]);
  expect((await list()).at(-1)?.phase).toBe('draft');
});

describe('an edit', () => {
  test('needs no If-Match, and is refused by one that is stale', async () => {
    const { id } = await create();
    const first = await call('PUT', `/flash-sales/${id}`, { name: 'A' }, { 'if-match': '"1"' });
    expect(first.statusCode).toBe(200);
    expect(first.json()).toMatchObject({ updated: true, name: 'A', version: 2 });
    const stale = await call('PUT', `/flash-sales/${id}`, { name: 'B' }, { 'if-match': '"1"' });
    expect([stale.statusCode, stale.json().code]).toEqual([412, 'SALE_CHANGED']);
    const none = await call('PUT', `/flash-sales/${id}`, { name: 'C' });
    expect(none.statusCode).toBe(200);
    const read = await call('GET', `/flash-sales/${id}`);
    expect(read.json().name).toBe('C');
    expect(read.headers.etag).toBe(none.headers.etag);
  });

  test('takes a list of tags in If-Match, of which one has to be the current one', async () => {
    const { id } = await create();
    const put = (name: string, ifMatch: string) =>
      call('PUT', `/flash-sales/${id}`, { name }, { 'if-match': ifMatch });
    expect((await put('A', '"7", W/"1" ,"9"')).statusCode).toBe(200);
    expect((await put('B', '"1", "3", "x"')).statusCode).toBe(412);
    expect((await put('C', '"1","2"')).json()).toMatchObject({ name: 'C', version: 3 });
    for (const none of ['', 'x', '"x"', ',', '3']) {
      expect((await put('D', none)).statusCode).toBe(412);
    }
    expect((await put('E', ' * ')).statusCode).toBe(200);
  });

  test('writes the reason into the audit log, if one was given', async () => {
    const { id } = await create({ startingQuantity: 10 });
    const reason = 'A late delivery';
    const body = { name: 'Longer', startingQuantity: 12, reason };
    expect((await call('PUT', `/flash-sales/${id}`, body)).statusCode).toBe(200);
    await call('PUT', `/flash-sales/${id}`, { name: 'Silent' });
    const { items } = (await call('GET', `/audit?flashSaleId=${id}`)).json();
    const told = items.map(({ action, reason: why }: Record<string, unknown>) => [action, why]);
    expect(told).toEqual([
      ['sale.edit', null],
      ['sale.stock', reason],
      ['sale.edit', reason],
      ['sale.create', null],
    ]);
  });

  test('with everything as it was read changes nothing', async () => {
    const sale = await create({ pricePerUnit: 10 });
    const again = await call('PUT', `/flash-sales/${sale.id}`, sale);
    expect(again.json()).toMatchObject({ updated: true, version: 1 });
  });

  test('of a running sale changes only what is safe', async () => {
    const { id } = await create();
    const path = `/flash-sales/${id}`;
    const refused = [
      { pricePerUnit: 5 },
      { startsAt: at(HOUR / 2) },
      { identity: 'account' },
      { endsAt: at(HOUR / 2) },
    ];
    for (const change of refused) {
      const answer = await call('PUT', path, change);
      expect([answer.statusCode, answer.json().code]).toEqual([409, 'SALE_FIXED']);
    }
    const later = at(2 * HOUR);
    const safe = await call('PUT', path, { endsAt: later, description: 'longer' });
    expect(safe.json()).toMatchObject({ endsAt: later, description: 'longer' });
  });

  test('of the quantity moves stock by the difference, in both stores', async () => {
    const { id } = await create();
    const answer = await call('PUT', `/flash-sales/${id}`, { startingQuantity: 130 });
    expect(answer.json()).toMatchObject({
      startingQuantity: 130,
      stock: 130,
      currentQuantity: 130,
    });
    const overview = await call('GET', `/orders/admin/queue/${id}/overview`);
    expect(overview.json()).toMatchObject({ stock: 130, free: 130 });
  });

  test('puts a draft on the schedule, from where it can be bought', async () => {
    const { id } = await create({ draft: true });
    const hidden = await api.inject({ url: `/flash-sales/public/sale?flashSaleId=${id}` });
    expect(hidden.json()).toMatchObject({ item: null, meta: { status: 'not_found' } });
    const answer = await call('PUT', `/flash-sales/${id}`, { draft: false });
    expect(answer.json()).toMatchObject({ status: 'OnSchedule', epoch: 1 });
    const payload = { email: `${randomUUID()}@example.org`, flashSaleId: id };
    const buy = await api.inject({ method: 'POST', url: '/orders/buy', payload });
    expect(buy.statusCode).toBe(200);
  });
});

describe('an edit of the quantity', () => {
  const put = (id: string, change: object, headers: Headers = {}) =>
    call('PUT', `/flash-sales/${id}`, change, headers);
  const read = async (id: string) => (await call('GET', `/flash-sales/${id}`)).json();
  const counted = async (id: string) =>
    (await call('GET', `/orders/admin/queue/${id}/overview`)).json();

  test.each([130, 70])(
    'that is sent five times at once changes the stock to %i once, in both stores',
    async (startingQuantity) => {
      const { id } = await create();
      const answers = await Promise.all(range(5).map(() => put(id, { startingQuantity })));
      for (const answer of answers) {
        expect([answer.statusCode, answer.json().stock]).toEqual([200, startingQuantity]);
      }
      expect(await read(id)).toMatchObject({
        stock: startingQuantity,
        currentQuantity: startingQuantity,
      });
      expect(await counted(id)).toMatchObject({ stock: startingQuantity, free: startingQuantity });
    },
  );

  test('is refused by an If-Match from before a change of the stock', async () => {
    const { id } = await create();
    const stock = await call('POST', `/flash-sales/${id}/stock`, { by: 5, reason: 'count' });
    expect(stock.json().sale).toMatchObject({ stock: 105, version: 2 });
    const stale = await put(id, { startingQuantity: 100 }, { 'if-match': '"1"' });
    expect([stale.statusCode, stale.json().code]).toEqual([412, 'SALE_CHANGED']);
    expect((await read(id)).stock).toBe(105);
    const fresh = await put(id, { startingQuantity: 90 }, { 'if-match': '"2"' });
    expect(fresh.json()).toMatchObject({ stock: 90, updated: true });
    expect(fresh.json().version).toBeGreaterThan(2);
  });

  test('of two with the same If-Match at once makes one and refuses the other', async () => {
    const { id } = await create();
    const seen = { 'if-match': '"1"' };
    const answers = await Promise.all([
      put(id, { name: 'A', startingQuantity: 90 }, seen),
      put(id, { name: 'B', startingQuantity: 95 }, seen),
    ]);
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([200, 412]);
    const made = answers.find(({ statusCode }) => statusCode === 200)?.json();
    expect(await read(id)).toMatchObject({ name: made.name, stock: made.stock });
  });

  const withHolds = async () => {
    const { id } = await create({ startingQuantity: 5 });
    for (const _ of range(3)) {
      const payload = { email: `${randomUUID()}@example.org`, flashSaleId: id };
      await api.inject({ method: 'POST', url: '/orders/buy', payload });
    }
    return id;
  };

  test('that is refused has changed nothing of the sale, its version included', async () => {
    const id = await withHolds();
    await serve(api.deps, id);
    const before = await read(id);
    const refused = await put(id, { name: 'B', startingQuantity: 2 });
    expect([refused.statusCode, refused.json().code]).toEqual([409, 'STOCK_COMMITTED']);
    expect(refused.json().detail).toContain('3');
    expect(await read(id)).toEqual(before);
    const again = await put(id, { name: 'B' }, { 'if-match': `"${before.version}"` });
    expect(again.json()).toMatchObject({ name: 'B' });
  });

  test('that Redis refuses, because units went to buyers meanwhile, leaves the rest as it was', async () => {
    const id = await withHolds();
    const { adjust } = api.deps.engine;
    api.deps.engine.adjust = async (...change) => {
      await serve(api.deps, id);
      return adjust(...change);
    };
    const refused = await put(id, { name: 'B', endsAt: at(2 * HOUR), startingQuantity: 2 });
    api.deps.engine.adjust = adjust;
    expect([refused.statusCode, refused.json().code]).toEqual([409, 'STOCK_COMMITTED']);
    expect(await read(id)).toMatchObject({ name: 'Night Runner 2', stock: 5 });
    const rows = (await call('GET', `/audit?flashSaleId=${id}`)).json().items;
    expect(rows.map((row: Record<string, unknown>) => [row.action, row.outcome])).toEqual([
      ['sale.stock', 'refused'],
      ['sale.edit', 'refused'],
      ['sale.create', 'done'],
    ]);
  });

  test('goes on with what a call that died left half done, and counts it once', async () => {
    const { id } = await create();
    const half = { id: randomUUID(), by: -30, edit: { name: 'Half' }, version: 1 };
    await api.deps.db.sales.beginAdjust(id, half);
    const answer = await put(id, { startingQuantity: 70 });
    expect(answer.json()).toMatchObject({ name: 'Half', stock: 70 });
    expect(await counted(id)).toMatchObject({ stock: 70, free: 70 });
  });
});

describe('a call that failed half-way, repeated under its Idempotency-Key', () => {
  const key = () => ({ 'idempotency-key': randomUUID() });

  test('changes the stock once', async () => {
    const { id } = await create();
    const headers = key();
    const url = `/flash-sales/${id}/stock`;
    const add = () => call('POST', url, { by: 50, reason: 'count' }, headers);
    const { sales } = api.deps.db;
    const { get } = sales;
    // Other parts of the process read sales as well: only the read after the change is lost.
    sales.get = async (saleId) => {
      const sale = await get(saleId);
      if (saleId === id && sale?.stock === 150) {
        throw new Error('the connection broke');
      }
      return sale;
    };
    expect((await add()).statusCode).toBe(500);
    sales.get = get;
    const again = await add();
    expect(again.json()).toMatchObject({ sale: { stock: 150 }, change: { by: 50, state: 'done' } });
    expect((await call('GET', `/flash-sales/${id}`)).json().stock).toBe(150);
    const rows = await call('GET', `/audit?flashSaleId=${id}&action=sale.stock`);
    expect(rows.json().total).toBe(1);
  });

  test('makes one sale', async () => {
    const name = `Lamp ${randomUUID()}`;
    const headers = key();
    const make = () => call('POST', '/flash-sales', wanted, headers);
    const wanted = body({ name });
    const { engine, db } = api.deps;
    const { activate } = engine;
    const { remove } = db.sales;
    // As when the process dies after Redis knew of the sale: the answer is lost, and nothing tidies up.
    engine.activate = async (...sale) => {
      await activate(...sale);
      throw new Error('the connection broke');
    };
    db.sales.remove = () => Promise.reject(new Error('the connection broke'));
    expect((await make()).statusCode).toBe(500);
    engine.activate = activate;
    db.sales.remove = remove;
    const again = await make();
    expect(again.statusCode).toBe(201);
    const list = await call('GET', `/flash-sales?q=${encodeURIComponent(name)}`);
    expect(list.json()).toMatchObject({ total: 1, items: [{ id: again.json().id }] });
    const other = await call('POST', '/flash-sales', wanted, key());
    expect(other.json().id).not.toBe(again.json().id);
  });
});

describe('control', () => {
  test('pause, message, resume and end reach the line and the audit log', async () => {
    const { id } = await create();
    const path = `/flash-sales/${id}`;
    const reason = 'The payment provider is slow';
    const pause = await call('POST', `${path}/pause`, { reason });
    expect(pause.json()).toMatchObject({ ok: true, sale: { phase: 'paused', pause: { reason } } });
    const twice = await call('POST', `${path}/pause`, { reason: 'again' });
    expect(twice.json()).toMatchObject({ ok: true, sale: { pause: { reason } } });
    await call('POST', `${path}/message`, { message: 'We go on soon.', reason });
    const overview = await call('GET', `/orders/admin/queue/${id}/overview`);
    expect(overview.json()).toMatchObject({ message: 'We go on soon.', pause: { reason } });
    await call('POST', `${path}/resume`, { reason });
    const end = await call('POST', `${path}/end`, { reason });
    expect(end.json()).toMatchObject({ sale: { phase: 'ended', status: 'ended' } });
    const late = await call('POST', `${path}/pause`, { reason });
    expect([late.statusCode, late.json().code]).toEqual([409, 'SALE_STATE']);
    const audit = (await call('GET', `/audit?flashSaleId=${id}&pageSize=100`)).json();
    const actions = audit.items.map((entry: { action: string }) => entry.action).reverse();
    expect(actions).toEqual([
      'sale.create',
      'sale.pause',
      'sale.pause',
      'sale.message',
      'sale.resume',
      'sale.end',
    ]);
    expect(audit.items[0]).toMatchObject({
      actor: { id: operator.userId, role: 'operator' },
      reason,
      requestId: expect.any(String),
    });
  });

  test('stock goes up and down, and never below what is taken', async () => {
    const { id } = await create({ startingQuantity: 10 });
    const stock = (by: number) => call('POST', `/flash-sales/${id}/stock`, { by, reason: 'count' });
    expect((await stock(5)).json()).toMatchObject({
      sale: { stock: 15 },
      change: { state: 'done' },
    });
    expect((await stock(-14)).json()).toMatchObject({ sale: { stock: 1, currentQuantity: 1 } });
    const none = await stock(-1);
    expect([none.statusCode, none.json().code]).toEqual([409, 'STOCK_COMMITTED']);
  });

  test('refuses a call without a reason, and changes nothing', async () => {
    const { id } = await create();
    for (const payload of [{}, { reason: '' }, { reason: '   ' }, { reason: { $gt: '' } }]) {
      const answer = await call('POST', `/flash-sales/${id}/pause`, payload);
      expect(answer.statusCode).toBe(400);
    }
    expect((await call('GET', `/flash-sales/${id}`)).json().phase).toBe('open');
  });

  test('an idempotency key makes one change of stock out of two requests', async () => {
    const { id } = await create();
    const key = { 'idempotency-key': randomUUID() };
    const url = `/flash-sales/${id}/stock`;
    const first = await call('POST', url, { by: 5, reason: 'count' }, key);
    const again = await call('POST', url, { by: 5, reason: 'count' }, key);
    expect(again.json()).toEqual(first.json());
    expect((await call('GET', `/flash-sales/${id}`)).json().stock).toBe(105);
    const other = await call('POST', url, { by: 6, reason: 'count' }, key);
    expect([other.statusCode, other.json().code]).toEqual([422, 'IDEMPOTENCY_KEY_REUSED']);
  });

  test('a buyer can be taken out of the line, and an unknown buyer cannot', async () => {
    const { id } = await create();
    const payload = { email: `${randomUUID()}@example.org`, flashSaleId: id };
    await api.inject({ method: 'POST', url: '/orders/buy', payload });
    const found = await call('GET', `/orders/admin/queue/${id}/find?q=${payload.email}`);
    const [member] = found.json().items;
    expect(member).toMatchObject({ kind: 'guest', email: null, name: null, state: 'waiting' });
    const members = await call('GET', `/orders/admin/queue/${id}/members`);
    expect(members.json()).toMatchObject({
      total: 1,
      items: [{ buyer: member.buyer, position: 1 }],
    });
    expect(members.body).not.toContain('@');
    const wish = { buyer: member.buyer, reason: 'Asked for by phone' };
    const release = await call('POST', `/flash-sales/${id}/release`, wish);
    expect([release.statusCode, release.json().code]).toEqual([409, 'BUYER_COMMITTED']);
    const remove = await call('POST', `/flash-sales/${id}/remove`, wish);
    expect(remove.json()).toMatchObject({ ok: true, buyer: member.buyer });
    const unknown = await call('POST', `/flash-sales/${id}/remove`, { ...wish, buyer: 'gunknown' });
    expect([unknown.statusCode, unknown.json().code]).toEqual([404, 'BUYER_NOT_FOUND']);
  });
});

describe('a sale that goes away', () => {
  test('is deleted while it has no orders, with everything that Redis knows of it', async () => {
    const { id } = await create();
    const answer = await call('DELETE', `/flash-sales/${id}`);
    expect(answer.json()).toEqual({ deleted: true, id });
    expect((await call('GET', `/flash-sales/${id}`)).statusCode).toBe(404);
    expect(await api.deps.redis.exists(`fsmeta:{${id}}`)).toBe(0);
    expect((await call('DELETE', `/flash-sales/${id}`)).statusCode).toBe(404);
  });

  test('is not deleted while a unit is held or being paid for, and the attempt changes nothing', async () => {
    const { id } = await create();
    const { engine } = api.deps;
    const buyer = `g${randomUUID().slice(0, 8)}`;
    await engine.join(id, { buyer, bearer: false });
    await serve(api.deps, id);
    const refused = async () => {
      const answer = await call('DELETE', `/flash-sales/${id}`);
      expect([answer.statusCode, answer.json().code]).toEqual([409, 'SALE_HAS_HOLDERS']);
      expect(answer.json().detail).toBe('Units held or being paid for: 1.');
    };
    await refused();
    expect(await engine.snapshot(id)).toMatchObject({ epoch: 1, held: 1 });
    const claim = await engine.claim(id, { buyer, token: 'token', leaseMs: 5_000 });
    await refused();
    expect(await engine.snapshot(id)).toMatchObject({ epoch: 1, claimed: 1 });
    if (claim.kind !== 'claimed') {
      throw new Error(claim.kind);
    }
    await engine.void(id, { buyer, attempt: claim.attempt });
    await engine.leave(id, { buyer });
    expect((await call('DELETE', `/flash-sales/${id}`)).json()).toEqual({ deleted: true, id });
    expect(await api.deps.redis.keys(`fs*{${id}}*`)).toEqual([]);
  });

  test('is not deleted by a call that goes on after a worker has restored it', async () => {
    const { id } = await create();
    const { engine, db } = api.deps;
    const session = db.client.startSession();
    session.startTransaction();
    const restored = { $set: { epoch: 2 } };
    const where = { _id: new mongo.ObjectId(id) };
    await db.db.collection('flashsales').updateOne(where, restored, { session });
    const deleting = call('DELETE', `/flash-sales/${id}`);
    const isFrozen = async () => (await engine.snapshot(id)).kind === 'unavailable' || null;
    await waitFor(isFrozen, { what: 'the call to freeze the sale' });
    await session.commitTransaction();
    await session.endSession();
    expect([(await deleting).statusCode, (await deleting).json().code]).toEqual([503, 'RESTORING']);
    expect((await call('GET', `/flash-sales/${id}`)).statusCode).toBe(200);
    expect(await api.deps.redis.exists(`fsmeta:{${id}}`)).toBe(1);
  });

  test('cannot be archived while it runs', async () => {
    const { id } = await create();
    const answer = await call('POST', `/flash-sales/${id}/archive`, { reason: 'tidy' });
    expect([answer.statusCode, answer.json().code]).toEqual([409, 'SALE_STATE']);
  });
});
