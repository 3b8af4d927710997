import { once } from 'node:events';
import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Sale } from '@flash/database';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildTestApp, type SignedIn, type TestApp } from '../../testing/app.ts';
import { createBrowser, openSale, serve, someone, store } from '../../testing/shop.ts';

let api: TestApp;
let support: SignedIn;
let sale: Sale;
beforeAll(async () => {
  api = await buildTestApp();
  support = await api.signInAs('support');
  sale = await openSale(api.deps, { startingQuantity: 5, price: 1_999 });
});
afterAll(() => api.close());

const get = (url: string) => api.inject({ url, headers: support.headers });
const refund = (id: string, payload: object, headers: Record<string, string> = {}) =>
  api.inject({
    method: 'POST',
    url: `/orders/${id}/refund`,
    payload,
    headers: { ...support.headers, ...headers },
  });

async function bought(email = someone(), of = sale): Promise<{ orderId: string; email: string }> {
  const browser = createBrowser(api, email);
  // As a worker would have done meanwhile: a log that is not stored in time takes no joins.
  await store(api.deps, of.id);
  await browser.buy(of);
  await serve(api.deps, of.id);
  const answer = await browser.confirm(of);
  return { orderId: answer.json().orderId, email };
}

describe('orders for the team', () => {
  test('are listed under both names, with the fields old clients add up', async () => {
    const { orderId, email } = await bought();
    for (const path of ['/orders/admin/list-admin', '/orders/admin/list']) {
      const answer = await get(`${path}?flashSaleId=${sale.id}&userEmail=${email}&limit=1000`);
      expect(answer.json()).toMatchObject({
        total: 1,
        page: 1,
        limit: 100,
        items: [
          {
            _id: orderId,
            userEmail: email,
            flashSaleId: sale.id,
            paymentStatus: 'paid',
            totalAmount: 19.99,
          },
        ],
      });
    }
    expect((await get(`/orders/admin/list?q=${orderId}`)).json().total).toBe(1);
    expect((await get('/orders/admin/list?status=refunded')).json().total).toBe(0);
    const csv = await get('/orders/admin/export.csv?columns=id,totalAmount');
    expect(csv.headers['content-type']).toMatch(/^text\/csv/);
    expect(csv.body).toContain(`"${orderId}","19.99"\r\n`);
  });

  test('are found by the code on the receipt, in any spelling, and an order of an older version gets one', async () => {
    const { orderId } = await bought(someone(), await openSale(api.deps));
    // As an older version wrote it, or writes it now beside this one.
    await api.deps.db.db.collection('orders').updateMany({}, { $unset: { code: '' } });
    const { orderCode } = (await get(`/orders/admin/detail/${orderId}`)).json();
    expect(orderCode).toMatch(/^\w{3}-\w{3}-\w{3}$/);
    for (const q of [orderCode, orderCode.toLowerCase(), orderCode.replaceAll('-', '')]) {
      const { items } = (await get(`/orders/admin/list?q=${encodeURIComponent(q)}`)).json();
      expect(items).toMatchObject([{ id: orderId, orderCode }]);
    }
    const csv = await get(`/orders/admin/export.csv?columns=id,orderCode&q=${orderCode}`);
    expect(csv.body).toBe(`"Order id","Order number"\r\n"${orderId}","${orderCode}"\r\n`);
  });

  test('are exported under the name of their sale, and with it', async () => {
    const named = await openSale(api.deps, { name: 'Harbour Lamp' });
    const { email } = await bought(someone(), named);
    const csv = await get(
      `/orders/admin/export.csv?flashSaleId=${named.id}&columns=saleName,userEmail`,
    );
    expect(csv.headers['content-disposition']).toBe(
      `attachment; filename="orders-harbour-lamp-${named.id.slice(-8)}.csv"`,
    );
    expect(csv.body).toBe(`"Sale","E-mail"\r\n"Harbour Lamp","${email}"\r\n`);
  });

  test.each([
    'status=unknown',
    'from=now',
    'order=up',
    'sort=email',
    'page=0',
    'page=1e3',
    'flashSaleId=$ne',
    'page[$gt]=1',
    'q=%00',
  ])('refuse the filter %s', async (query) => {
    const answer = await get(`/orders/admin/list?${query}`);
    expect([200, 400]).toContain(answer.statusCode);
    if (query !== 'page[$gt]=1') {
      expect(answer.statusCode).toBe(400);
    }
  });
});

test('every member of the team may export the audit log as a table, only support may export orders', async () => {
  const viewer = await api.signInAs('viewer');
  const table = await api.inject({ url: '/audit/export.csv', headers: viewer.headers });
  expect(table.statusCode).toBe(200);
  expect(table.headers['content-type']).toMatch(/^text\/csv/);
  expect(table.body).toMatch(/^"Time \(UTC\)","Who","Role","Action",/);
  expect(table.body).toContain('orders.export');
  const orders = await api.inject({
    url: '/orders/admin/export.csv',
    headers: viewer.headers,
  });
  expect([orders.statusCode, orders.json().code]).toEqual([403, 'FORBIDDEN']);
  for (const wrong of ['timeZone=Mars/Olympus', 'from=yesterday', 'flashSaleId=$ne']) {
    expect((await get(`/audit/export.csv?${wrong}`)).statusCode).toBe(400);
    expect((await get(`/orders/admin/export.csv?${wrong}`)).statusCode).toBe(400);
  }
});

describe('a refund', () => {
  test('gives the money back, and the unit to the line if wanted, once', async () => {
    const { orderId } = await bought();
    const before = await api.deps.db.sales.get(sale.id);
    const answer = await refund(orderId, { returnUnit: true, reason: 'Wrong size' });
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toMatchObject({
      ok: true,
      returnsUnit: true,
      order: { id: orderId, paymentStatus: 'refunded', live: false, unitReturn: 'done' },
    });
    const after = await api.deps.db.sales.get(sale.id);
    expect(after?.currentQuantity).toBe((before?.currentQuantity ?? 0) + 1);
    const snapshot = await api.deps.engine.snapshot(sale.id);
    expect(snapshot).toMatchObject({ free: after?.currentQuantity });
    const again = await refund(orderId, { returnUnit: true, reason: 'Again' });
    expect([again.statusCode, again.json().code]).toEqual([409, 'ALREADY_REFUNDED']);
    const timeline = await get(`/orders/${orderId}/timeline`);
    const kinds = timeline.json().events.map((event: { kind: string }) => event.kind);
    expect(kinds).toEqual(expect.arrayContaining(['joined', 'held', 'confirmed', 'returned']));
    const audit = await get(`/audit?action=order.refund&flashSaleId=${sale.id}`);
    expect(audit.json().items[0]).toMatchObject({ subject: orderId, reason: 'Wrong size' });
  });

  test('is answered again under its key, and no address is remembered', async () => {
    const { orderId, email } = await bought();
    const key = { 'idempotency-key': 'refund-1' };
    const first = await refund(orderId, { reason: 'Broken' }, key);
    const again = await refund(orderId, { reason: 'Broken' }, key);
    expect([again.statusCode, again.json().order.id]).toEqual([200, orderId]);
    expect(first.json()).toMatchObject({ returnsUnit: false, order: { live: true } });
    const keys = await api.deps.redis.keys('fsonce:*');
    for (const name of keys) {
      expect(JSON.stringify(await api.deps.redis.hgetall(name))).not.toContain(email);
    }
  });

  test('of an order that does not exist is 404', async () => {
    for (const id of ['6650f1a2b3c4d5e6f7a8b9c0', 'no-such-order']) {
      const answer = await refund(id, { reason: 'x' });
      expect([answer.statusCode, answer.json().code]).toEqual([404, 'ORDER_NOT_FOUND']);
    }
  });
});

test('confirms and their groups are measured', async () => {
  const { body } = await api.inject({ url: '/metrics' });
  expect(body).toMatch(/flash_commit_group_orders_count [1-9]/);
  expect(body).toMatch(/flash_confirm_duration_seconds_count\{outcome="ok"\} [1-9]/);
  expect(body).toMatch(/flash_engine_outcomes_total\{script="claim",outcome="claimed"\} [1-9]/);
});

describe('the line for the team', () => {
  test('agrees with the orders', async () => {
    const audit = await get(`/orders/admin/queue/${sale.id}/audit`);
    expect(audit.json()).toMatchObject({ ok: true, differences: [], violations: [] });
    const analytics = await get(`/flash-sales/${sale.id}/analytics`);
    expect(analytics.json()).toMatchObject({ stock: 5, sold: 3, refunded: 2, revenueMinor: 1_999 });
  });

  test('is fed live, and told to come back when the process stops', async () => {
    const own = await buildTestApp();
    const viewer = await own.signInAs('viewer');
    const ownSale = await openSale(own.deps, { startingQuantity: 5 });
    await own.app.listen({ host: '127.0.0.1', port: 0 });
    const { port } = own.app.server.address() as AddressInfo;
    const path = `/orders/admin/queue/${ownSale.id}/stream`;
    const asked = request({ port, host: '127.0.0.1', path, headers: viewer.headers });
    asked.end();
    const [answer] = await once(asked, 'response');
    expect(answer.headers['content-type']).toMatch(/^text\/event-stream/);
    let text = '';
    answer.on('data', (chunk: Buffer) => {
      text += chunk.toString();
    });
    await expect.poll(() => text, { timeout: 20_000 }).toContain('event: counts');
    await createBrowser(own, someone()).buy(ownSale);
    await serve(own.deps, ownSale.id);
    await expect.poll(() => text, { timeout: 20_000 }).toContain('"type":"grant"');
    expect(text).not.toContain('@');
    const ended = once(answer, 'end');
    const closing = own.close();
    await ended;
    expect(text).toMatch(/retry: \d+\n\n$/);
    await closing;
  });
});

describe('notes on an order', () => {
  const note = (orderId: string, text: string, headers: Record<string, string> = {}) =>
    api.inject({
      method: 'POST',
      url: `/orders/${orderId}/notes`,
      payload: { text },
      headers: { ...support.headers, ...headers },
    });
  const notesOf = async (orderId: string) =>
    (await get(`/orders/admin/detail/${orderId}`)).json().notes;

  test('are shown to colleagues with their author, in the order they were written', async () => {
    const { orderId, email } = await bought(someone(), await openSale(api.deps));
    expect(await notesOf(orderId)).toEqual([]);
    await note(orderId, 'Called about the delivery.');
    await note(orderId, 'Sent a new parcel.');
    expect(await notesOf(orderId)).toMatchObject([
      { text: 'Called about the delivery.', author: support.email },
      { text: 'Sent a new parcel.' },
    ]);
    const receipt = await api.inject({ url: `/orders/by-email?email=${email}` });
    expect(receipt.body).not.toContain('parcel');
  });

  test('are told of in the audit log without their text', async () => {
    const { orderId } = await bought(someone(), await openSale(api.deps));
    await note(orderId, 'A word about the buyer');
    const { items } = await api.deps.db.audit.list({ action: 'order.note', q: orderId });
    expect(items).toMatchObject([{ actor: { id: support.userId }, reason: null }]);
    expect(JSON.stringify(items)).not.toContain('A word');
  });

  test('a repeated call adds a note once', async () => {
    const { orderId } = await bought(someone(), await openSale(api.deps));
    const key = { 'idempotency-key': `note-${orderId}` };
    const answers = [await note(orderId, 'Once', key), await note(orderId, 'Once', key)];
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 200]);
    expect(await notesOf(orderId)).toHaveLength(1);
  });

  test('are refused where they could not be kept or forgotten', async () => {
    const { orderId, email } = await bought(someone(), await openSale(api.deps));
    expect((await note('6650f1a2b3c4d5e6f7a8b9c0', 'x')).json().code).toBe('ORDER_NOT_FOUND');
    expect((await note(orderId, '  ')).json().code).toBe('VALIDATION_FAILED');
    expect((await note(orderId, 'x'.repeat(1_001))).json().code).toBe('VALIDATION_FAILED');
    await note(orderId, `Spoke with ${email}`);
    await api.deps.db.orders.forgetPerson({ email, buyers: [] });
    expect(await notesOf(orderId)).toEqual([]);
    expect((await note(orderId, 'x')).json().code).toBe('ORDER_FORGOTTEN');
  });

  test('an order takes a hundred of them', async () => {
    const { orderId } = await bought(someone(), await openSale(api.deps));
    const written = { id: 'n', at: new Date(), author: { id: 'u', email: null }, text: 'x' };
    const notes = Array.from({ length: 100 }, (_, id) => ({ ...written, id: `n${id}` }));
    await api.deps.db.db
      .collection<{ notes: unknown }>('orders')
      .updateMany({}, { $set: { notes } });
    expect((await note(orderId, 'x')).json().code).toBe('TOO_MANY_NOTES');
  });
});
