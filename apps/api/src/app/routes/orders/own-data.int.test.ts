import type { Sale } from '@flash/database';
import { ownOrderList, receipt, ticketCookie, ticketHeader } from '@flash/shared-types';
import { afterAll, beforeAll, describe, expect, it as test } from 'vitest';
import { buildTestApp, type TestApp } from '../../testing/app.ts';
import {
  type Browser,
  createBrowser,
  openSale,
  serve,
  someone,
  withTicket,
} from '../../testing/shop.ts';

let t: TestApp;
let sale: Sale;
beforeAll(async () => {
  t = await buildTestApp();
  sale = await openSale(t.deps, { startingQuantity: 100 });
});
afterAll(() => t.close());

async function bought(): Promise<{ who: Browser; orderId: string }> {
  const who = createBrowser(t, someone());
  await who.buy(sale);
  await serve(t.deps, sale.id);
  const answer = await who.confirm(sale, { body: { contact: { name: 'Ann', phone: '1' } } });
  expect(answer.statusCode, answer.body).toBe(200);
  return { who, orderId: answer.json().orderId };
}

const ordersOf = async (who: Browser, query: Record<string, string>) =>
  ownOrderList.parse((await who.get('/orders/by-email', query)).json());

describe('own orders', () => {
  test('are listed for the ticket’s bearer, narrowed by e-mail and sale', async () => {
    const { who, orderId } = await bought();
    const list = await ordersOf(who, { email: who.email });
    expect(list).toMatchObject({ total: 1, page: 1, limit: 20 });
    expect(list.items[0]).toMatchObject({
      _id: orderId,
      userEmail: who.email,
      flashSaleId: sale.id,
      // The page shows it also when the shop no longer lists the sale.
      saleName: sale.name,
      paymentStatus: 'paid',
      totalAmount: 19.99,
    });
    expect((await ordersOf(who, {})).total).toBe(1);
    expect((await ordersOf(who, { flashSaleId: sale.id })).total).toBe(1);
    expect((await ordersOf(who, { flashSaleId: '65f000000000000000000000' })).total).toBe(0);
  });

  test('are empty for a caller who only knows the address', async () => {
    const { who } = await bought();
    const stranger = createBrowser(t, someone());
    const account = await t.signInAs(null);
    expect(await ordersOf(stranger, { email: who.email })).toMatchObject({ items: [], total: 0 });
    const { headers } = account;
    const asked = await stranger.get('/orders/by-email', { email: who.email }, { headers });
    expect(asked.json()).toMatchObject({ items: [], total: 0 });
  });

  test('are listed for the account that bought, never by its e-mail alone', async () => {
    const members = await openSale(t.deps, { identity: 'account' });
    const account = await t.signInAs(null);
    const who = createBrowser(t, account.email);
    const { headers } = account;
    await who.buy(members, { headers });
    await serve(t.deps, members.id);
    await who.confirm(members, { headers });
    expect((await ordersOf(who, { email: account.email })).total).toBe(0);
    const own = await who.get('/orders/by-email', { email: account.email }, { headers });
    expect(own.json()).toMatchObject({ total: 1, items: [{ userEmail: account.email }] });
  });
});

describe('signing out of an account', () => {
  test('closes its orders and receipts in that browser, also for a ticket copied before', async () => {
    const members = await openSale(t.deps, { identity: 'account' });
    const account = await t.signInAs(null);
    const who = createBrowser(t, account.email);
    const { headers } = account;
    const joined = await who.buy(members, { headers });
    await serve(t.deps, members.id);
    const contact = { name: 'Ann', phone: '1' };
    const confirmed = await who.confirm(members, { headers, body: { contact } });
    const receiptUrl = `/orders/${confirmed.json().orderId}`;
    expect((await who.get(receiptUrl, {}, { headers })).statusCode).toBe(200);

    // A version before this one gave the ticket as a cookie as well.
    const ticket = String(joined.headers[ticketHeader]);
    who.takeTicket(members, ticket);
    const signOut = { method: 'POST', url: '/api/auth/sign-out', payload: {} } as const;
    const cookies = { [ticketCookie(members.id)]: ticket };
    const out = await t.inject({ ...signOut, headers, cookies });
    expect(out.statusCode).toBe(200);
    expect(out.cookies).toContainEqual(
      expect.objectContaining({ name: ticketCookie(members.id), value: '', maxAge: 0 }),
    );
    for (const extra of [{}, { headers }, withTicket(ticket)]) {
      expect((await who.get('/orders/by-email', {}, extra)).json()).toMatchObject({ total: 0 });
      expect((await who.get(receiptUrl, {}, extra)).json()).toMatchObject({ code: 'NO_PROOF' });
    }
  });

  test('leaves the tickets of guest sales, which belong to no account', async () => {
    const { who } = await bought();
    const cookies = { [ticketCookie(sale.id)]: who.ticket(sale) };
    const out = await t.inject({ method: 'POST', url: '/api/auth/sign-out', payload: {}, cookies });
    expect(out.cookies.map(({ name }) => name)).not.toContain(ticketCookie(sale.id));
    expect((await ordersOf(who, {})).total).toBe(1);
  });
});

describe('a receipt', () => {
  test('opens for its owner', async () => {
    const { who, orderId } = await bought();
    const answer = await who.get(`/orders/${orderId}`, {});
    expect(answer.statusCode).toBe(200);
    expect(receipt.parse(answer.json())).toMatchObject({
      orderId,
      saleName: sale.name,
      contact: { name: 'Ann', phone: '1' },
    });
  });

  test('looks the same to all other callers, whether it exists or not', async () => {
    const { orderId } = await bought();
    const other = await bought();
    const support = await t.signInAs(null);
    for (const who of [other.who, createBrowser(t, someone())]) {
      const [real, unreal, noId] = await Promise.all([
        who.get(`/orders/${orderId}`, {}, { headers: support.headers }),
        who.get('/orders/65f000000000000000000000', {}),
        who.get('/orders/never-an-id', {}),
      ]);
      for (const answer of [real, unreal, noId]) {
        expect(answer.json()).toMatchObject({ status: 403, code: 'NO_PROOF' });
      }
    }
  });
});

describe('an e-mail', () => {
  test('never reaches Redis, whatever its owner does', async () => {
    const { who } = await bought();
    const { redis } = t.deps;
    const name = who.email.split('@')[0] ?? '';
    for (const key of await redis.keys(`*{${sale.id}}*`)) {
      const dump = await redis.dumpBuffer(key);
      expect(dump?.includes(name)).toBe(false);
    }
    expect(await redis.keys(`*${name}*`)).toEqual([]);
  });
});
