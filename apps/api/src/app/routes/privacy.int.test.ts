import type { Sale } from '@flash/database';
import { checkChain, genesisHash } from '@flash/fairness';
import { ticketHeader } from '@flash/shared-types';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildTestApp, type SignedIn, type TestApp } from '../testing/app.ts';
import { keepLog } from '../testing/blocks.ts';
import { createBrowser, openSale, serve, someone } from '../testing/shop.ts';

let api: TestApp;
let support: SignedIn;
let owner: SignedIn;
beforeAll(async () => {
  api = await buildTestApp();
  support = await api.signInAs('support');
  owner = await api.signInAs('owner');
});
afterAll(() => api.close());

const post = (what: 'export' | 'forget', payload: object) =>
  api.inject({
    method: 'POST',
    url: `/privacy/${what}`,
    payload,
    headers: (what === 'forget' ? owner : support).headers,
  });
const reason = 'Asked for in writing';

async function buy(sale: Sale, email: string) {
  const browser = createBrowser(api, email);
  await browser.buy(sale);
  await serve(api.deps, sale.id);
  const body = { contact: { name: 'Ada Lovelace', phone: '555 0100' } };
  const { orderId } = (await browser.confirm(sale, { body })).json();
  return { browser, orderId: String(orderId) };
}

async function end(sale: Sale): Promise<void> {
  await api.deps.db.sales.update(sale.id, { status: 'ended' });
  await keepLog(api.deps, sale);
}

async function whereWritten(text: string): Promise<string[]> {
  const { db } = api.deps.db;
  const names: string[] = [];
  for (const { name } of await db.listCollections().toArray()) {
    const all = JSON.stringify(await db.collection(name).find().toArray());
    if (all.toLowerCase().includes(text)) {
      names.push(name);
    }
  }
  return names;
}

describe('a person who asks to be forgotten', () => {
  test('is no longer named anywhere, and what was sold is as it was', async () => {
    const email = someone();
    const sale = await openSale(api.deps);
    const { browser, orderId } = await buy(sale, email);
    await buy(sale, someone());
    const asked = { returnUnit: false, reason: `${email} sent it back` };
    const url = `/orders/${orderId}/refund`;
    await api.inject({ method: 'POST', url, payload: asked, headers: support.headers });
    await end(sale);

    const kept = (await post('export', { email, reason })).json();
    expect(kept.orders).toMatchObject([{ id: orderId, userEmail: email }]);
    expect(kept.places).toMatchObject([{ flashSaleId: sale.id, state: 'sold' }]);
    expect(kept.audit.map(({ action }: { action: string }) => action)).toContain('order.refund');
    // A copy for this person must not hand out who in the team dealt with them, or from where.
    const refunded = kept.audit.find((row: { action: string }) => row.action === 'order.refund');
    expect(refunded).toMatchObject({
      actor: { id: 'team', email: null, role: 'support' },
      ip: null,
    });
    expect(JSON.stringify(kept)).not.toContain(support.email);
    const answer = await post('forget', { email, reason: `${email} wrote a letter` });
    expect(answer.json()).toMatchObject({ ok: true, account: false, orders: 1, audit: 1 });
    expect(answer.json().blocks).toBeGreaterThan(0);

    expect(await whereWritten(email)).toEqual([]);
    const blocks = await api.deps.db.blocks.read(sale.id, 0, 100);
    expect(checkChain(blocks, { genesis: genesisHash(sale) })).toMatchObject({ kind: 'whole' });
    const headers = { [ticketHeader]: browser.ticket(sale) };
    const receipt = await api.inject({ url: `/orders/${orderId}`, headers });
    expect([receipt.statusCode, receipt.json().code]).toEqual([410, 'ORDER_FORGOTTEN']);
    const detail = await api.inject({
      url: `/orders/admin/detail/${orderId}`,
      headers: support.headers,
    });
    expect(detail.json()).toMatchObject({
      forgotten: true,
      userEmail: '',
      contact: null,
      totalAmount: 19.99,
      saleName: sale.name,
    });
    const csv = await api.inject({
      url: `/orders/admin/export.csv?flashSaleId=${sale.id}&columns=id,userEmail`,
      headers: support.headers,
    });
    expect(csv.body).toContain(`"${orderId}","(forgotten)"`);
  });

  test('may ask twice, and each time it is told who did it, but not to whom', async () => {
    const email = someone();
    const sale = await openSale(api.deps);
    await buy(sale, email);
    await end(sale);
    await post('forget', { email, reason });
    const again = await post('forget', { email, reason });
    expect(again.json()).toEqual({ ok: true, account: false, orders: 0, blocks: 0, audit: 0 });
    const rows = await api.deps.db.audit.list({ action: 'privacy.forget', limit: 2 });
    const [first, second] = rows.items;
    expect(first?.actor.id).toBe(owner.userId);
    expect(first?.subject).toMatch(/^person-[0-9a-f]{16}$/);
    expect(second?.subject).toBe(first?.subject);
    const rest = (await post('export', { email, reason })).json();
    expect(rest).toMatchObject({
      account: null,
      orders: [{ userEmail: '', contact: null, forgotten: true }],
    });
  });

  test('is asked to wait while in line, on hold, or with an order of a sale that runs', async () => {
    const sale = await openSale(api.deps, { startingQuantity: 1 });
    const [first, second] = [someone(), someone()];
    const browser = createBrowser(api, first);
    await browser.buy(sale);
    const other = createBrowser(api, second);
    await other.buy(sale);
    const refusal = async (email: string) => {
      const answer = await post('forget', { email, reason });
      return [answer.statusCode, answer.json().code];
    };
    expect(await refusal(second)).toEqual([409, 'PERSON_IN_SALE']);
    await serve(api.deps, sale.id);
    expect(await refusal(first)).toEqual([409, 'PERSON_IN_SALE']);
    await browser.confirm(sale);
    expect(await refusal(first)).toEqual([409, 'PERSON_IN_SALE']);
    expect((await api.deps.db.orders.adminList({ email: first })).total).toBe(1);
    await other.leave(sale);
    // What happened a moment ago is not in the blocks yet, and would name the person there.
    expect(await refusal(second)).toEqual([503, 'BUSY']);
    await keepLog(api.deps, sale);
    expect((await post('forget', { email: second, reason })).statusCode).toBe(200);
    const people = (await api.deps.db.blocks.read(sale.id, 0, 9)).flatMap((one) => one.people);
    expect(people).toHaveLength(1);
  });

  test('loses the account too, and is signed out', async () => {
    const buyer = await api.signInAs(null);
    const sale = await openSale(api.deps, { identity: 'account' });
    const { db } = api.deps;
    const kept = (await post('export', { email: buyer.email, reason })).json();
    expect(kept.account).toMatchObject({ id: buyer.userId, email: buyer.email });
    expect(kept.account.sessions).toHaveLength(1);
    const payload = { flashSaleId: sale.id, email: buyer.email };
    await api.inject({ method: 'POST', url: '/orders/buy', payload, headers: buyer.headers });
    await end(sale);
    const answer = await post('forget', { email: buyer.email, reason });
    expect(answer.json()).toMatchObject({ ok: true, account: true });
    expect(await whereWritten(buyer.email)).toEqual([]);
    const me = await api.inject({ url: '/auth/me', headers: buyer.headers });
    expect([401, 404]).toContain(me.statusCode);
    expect((await db.blocks.read(sale.id, 0, 9)).flatMap((one) => one.people)).toEqual([]);
  });

  test('is not one of the team', async () => {
    const viewer = await api.signInAs('viewer');
    const answer = await post('forget', { email: viewer.email, reason });
    expect([answer.statusCode, answer.json().code]).toEqual([409, 'PERSON_IN_TEAM']);
    expect(await whereWritten(viewer.email)).toContain('user');
  });
});

test('one support agent may show what is kept, and only an owner may forget it for good', async () => {
  const email = someone();
  const ask = (what: string) =>
    api.inject({
      method: 'POST',
      url: `/privacy/${what}`,
      payload: { email, reason },
      headers: support.headers,
    });
  expect((await ask('export')).statusCode).toBe(200);
  const refused = await ask('forget');
  expect([refused.statusCode, refused.json().code]).toEqual([403, 'FORBIDDEN']);
});

describe('the holder of an account', () => {
  const password = 'correct horse';
  const ask = (me: SignedIn) => api.inject({ url: '/api/auth/account/data', headers: me.headers });
  const remove = (me: SignedIn, payload: object = { password }) =>
    api.inject({ method: 'POST', url: '/api/auth/account/delete', payload, headers: me.headers });
  const join = (me: SignedIn, sale: Sale) => {
    const payload = { flashSaleId: sale.id, email: me.email };
    return api.inject({ method: 'POST', url: '/orders/buy', payload, headers: me.headers });
  };
  const buyAs = async (me: SignedIn) => {
    const sale = await openSale(api.deps, { identity: 'account' });
    await join(me, sale);
    await serve(api.deps, sale.id);
    const payload = { flashSaleId: sale.id, contact: { name: 'Ada Lovelace', phone: '555 0100' } };
    const url = '/orders/confirm';
    const bought = await api.inject({ method: 'POST', url, payload, headers: me.headers });
    return { sale, orderId: String(bought.json().orderId) };
  };

  test('gets a copy of what was done with the account, and not of what a guest did under its address', async () => {
    const me = await api.signInAs(null);
    const { sale, orderId } = await buyAs(me);
    const guests = await openSale(api.deps);
    await buy(guests, me.email);
    const answer = await ask(me);
    expect(answer.headers['cache-control']).toBe('private, no-store');
    const copy = answer.json();
    expect(copy).toMatchObject({ email: me.email, account: { id: me.userId } });
    expect(copy.orders.map(({ id }: { id: string }) => id)).toEqual([orderId]);
    expect(copy.places.map(({ flashSaleId }: { flashSaleId: string }) => flashSaleId)).toEqual([
      sale.id,
    ]);
    expect(answer.body).not.toContain(guests.id);
  });

  test('deletes it with the password: orders stay without a name, and a guest under its address keeps theirs', async () => {
    const me = await api.signInAs(null);
    const { sale, orderId } = await buyAs(me);
    const guests = await openSale(api.deps);
    const guest = await buy(guests, me.email);
    await end(sale);
    const answer = await remove(me);
    expect(answer.json()).toMatchObject({ ok: true, account: true, orders: 1 });
    expect((await ask(me)).statusCode).toBe(401);
    // The order, and the list of what a restored backup forgets again, keep the id: it leads to no person now.
    expect((await whereWritten(me.userId)).sort()).toEqual(['forgettings', 'orders']);
    expect(await api.deps.db.orders.byId(orderId)).toMatchObject({ email: '', contact: null });
    expect(await api.deps.db.orders.byId(guest.orderId)).toMatchObject({ email: me.email });
    expect(await whereWritten(me.email)).toEqual(['orders']);
    const [row] = (await api.deps.db.audit.list({ action: 'account.delete', limit: 1 })).items;
    expect(row?.actor.id).toMatch(/^person-[0-9a-f]{16}$/);
    expect(row).toMatchObject({ outcome: 'done', ip: null });
    const again = { name: 'Ada', email: me.email, password };
    const url = '/api/auth/sign-up/email';
    expect((await api.inject({ method: 'POST', url, payload: again })).statusCode).toBe(200);
  });

  test('is refused without the password, in the team, and while a sale needs the account; nothing changes', async () => {
    const me = await api.signInAs(null);
    const member = await api.signInAs('viewer');
    const sale = await openSale(api.deps, { identity: 'account' });
    await join(me, sale);
    const answers = [
      await remove(me, { password: 'a wrong one' }),
      await remove(me, {}),
      await remove(me),
      await remove(member),
      await api.inject({ method: 'POST', url: '/api/auth/account/delete', payload: { password } }),
    ];
    expect(answers.map((one) => [one.statusCode, one.json().code])).toEqual([
      [401, 'INVALID_CREDENTIALS'],
      [400, 'VALIDATION_FAILED'],
      [409, 'PERSON_IN_SALE'],
      [409, 'PERSON_IN_TEAM'],
      [401, 'UNAUTHENTICATED'],
    ]);
    expect((await ask(me)).json().account.id).toBe(me.userId);
    expect((await ask(member)).json().account.id).toBe(member.userId);
  });
});

describe('a malformed request about a person', () => {
  test.each([
    {},
    { email: 'ada', reason },
    { email: { $ne: '' }, reason },
    { email: 'ada@example.org' },
    { email: 'ada@example.org', reason: '  ' },
    { email: ['ada@example.org'], reason },
  ])('%j changes nothing and is not written to the audit log', async (payload) => {
    const before = (await api.deps.db.audit.list({})).total;
    for (const what of ['export', 'forget'] as const) {
      const answer = await post(what, payload);
      expect([answer.statusCode, answer.json().code]).toEqual([400, 'VALIDATION_FAILED']);
    }
    expect((await api.deps.db.audit.list({})).total).toBe(before);
  });
});
