import { mailIdOf } from '@flash/database';
import { mailKeyOfSale, seal } from '@flash/shared-config';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildTestApp, type SignedIn, type TestApp } from '../testing/app.ts';
import { createBrowser, openSale, someone } from '../testing/shop.ts';

let t: TestApp;
let support: SignedIn;
beforeAll(async () => {
  t = await buildTestApp();
  support = await t.signInAs('support');
});
afterAll(() => t.close());

const get = async (url: string) => (await t.inject({ url, headers: support.headers })).json();
const pathOf = (id: string) => `/mails/${id.split(':')[0]}/${id}`;
const resend = async (id: string, key?: string) => {
  const headers = { ...support.headers, ...(key && { 'idempotency-key': key }) };
  const payload = { reason: 'Not in the inbox' };
  return t.inject({ method: 'POST', url: `${pathOf(id)}/resend`, payload, headers });
};

test('the team reads what a buyer was told, filters by it, and has it sent again with a row that says why', async () => {
  const sale = await openSale(t.deps);
  const browser = createBrowser(t, someone());
  await browser.buy(sale);
  await browser.post('/orders/mail', sale);
  const { items, delivery } = await get(`/mails?flashSaleId=${sale.id}`);
  // Without a server a mail that counts as sent has reached no buyer.
  expect(delivery).toBe('kept');
  expect(items).toMatchObject([{ kind: 'placed', state: 'waiting', tries: 0, sentAt: null }]);
  // The shop's page has to know as well: it must not promise what stays with the team.
  const shop = await t.inject({ url: `/flash-sales/public/sale?flashSaleId=${sale.id}` });
  expect(shop.json().meta).toMatchObject({ mail: true, mailKept: true });
  // Addresses are not in a list: each one that is looked at is opened.
  expect(JSON.stringify(items)).not.toContain(browser.email);
  const { id } = items[0];
  expect((await resend(id)).json()).toMatchObject({ code: 'MAIL_WAITING' });

  const words = { subject: 'Your place in line', text: 'You are in line.' };
  const sealed = seal(mailKeyOfSale(sale.buyerKey ?? ''), JSON.stringify(words), id);
  await t.deps.db.mails.sent(id, { to: null, locale: 'en', timeZone: 'UTC', sealed }, Date.now());
  expect(await get(pathOf(id))).toMatchObject({
    ...{ state: 'sent', content: words, address: browser.email, saleName: sale.name },
  });
  expect((await get(`/mails?flashSaleId=${sale.id}&state=sent&kind=placed`)).total).toBe(1);
  expect((await get(`/mails?flashSaleId=${sale.id}&state=failed`)).total).toBe(0);

  const key = 'resend-once-0000000000001';
  const answers = [await resend(id, key), await resend(id, key)];
  expect(answers.map((answer) => answer.json())).toEqual([
    { ok: true, id },
    { ok: true, id },
  ]);
  expect(await get(pathOf(id))).toMatchObject({ state: 'waiting', resends: 1 });
  const rows = await t.deps.db.audit.list({ action: 'mail.resend', saleId: sale.id });
  expect(rows.items).toMatchObject([{ subject: id, reason: 'Not in the inbox' }]);
});

test('a mail that does not exist, is named with another sale, or is of a sale that forgot its buyers, tells nothing', async () => {
  const unknown = await t.inject({ url: '/mails/none/none:1:turn', headers: support.headers });
  expect(unknown.json()).toMatchObject({ code: 'MAIL_NOT_FOUND' });
  const sale = await openSale(t.deps);
  const about = { saleId: sale.id, buyer: 'g1', seq: 1, fence: 1, at: Date.now() };
  await t.deps.db.mails.write([{ ...about, kind: 'turn' }]);
  await t.deps.db.sales.forgetBuyerKey(sale.id);
  const seen = await get(pathOf(mailIdOf({ ...about, kind: 'turn' })));
  expect(seen).toMatchObject({ content: null, address: null });
});
