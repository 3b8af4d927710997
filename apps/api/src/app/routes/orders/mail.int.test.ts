import type { Sale } from '@flash/database';
import { mailKeyOfSale, mailLinkKey, unseal } from '@flash/shared-config';
import { ticketHeader } from '@flash/shared-types';
import { DAY_MS } from '@flash/shared-utils';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { guestBuyer } from '../../services/shared/buyer-digests.ts';
import { buildTestApp, type TestApp } from '../../testing/app.ts';
import { keepLog } from '../../testing/blocks.ts';
import { type Browser, createBrowser, openSale, serve, someone } from '../../testing/shop.ts';

const URL = '/orders/mail';
let ahead = 0;
let t: TestApp;
beforeAll(async () => {
  t = await buildTestApp({ clock: { now: () => Date.now() + ahead } });
});
afterAll(() => t.close());

const buyerOf = (sale: Sale, { email }: Browser) => guestBuyer(sale, email) ?? '';
const wishOf = (sale: Sale, browser: Browser) =>
  t.deps.db.mailConsents.get(sale.id, buyerOf(sale, browser));
const kindsOf = async (sale: Sale) =>
  (await t.deps.db.mails.list({ saleId: sale.id })).items.map(({ kind }) => kind).sort();
const want = (browser: Browser, sale: Sale, body: object = {}, headers = {}) =>
  browser.post(URL, sale, { headers, body: { ...body } });

async function inLine(sale: Sale): Promise<Browser> {
  const browser = createBrowser(t, someone());
  await browser.buy(sale);
  return browser;
}

describe('a guest who wants mail', () => {
  test('is told of the place, and the address is stored so that a copy of the database does not tell it', async () => {
    const sale = await openSale(t.deps);
    const phone = await inLine(sale);
    const address = someone();
    const answer = await want(phone, sale, { address: ` ${address.toUpperCase()}`, locale: 'ar' });
    expect(answer.json()).toEqual({ state: 'on', flashSaleId: sale.id, address });
    const wish = await wishOf(sale, phone);
    expect(wish).toMatchObject({ locale: 'ar', timeZone: sale.timeZone });
    const owner = `${sale.id}/${buyerOf(sale, phone)}`;
    const key = mailKeyOfSale(sale.buyerKey ?? '');
    expect(unseal(key, wish?.address ?? '', owner)).toBe(address);
    for (const name of ['mails', 'mailconsents']) {
      const all = await t.deps.db.db.collection(name).find().toArray();
      expect(JSON.stringify(all)).not.toContain(address);
    }
    expect(await kindsOf(sale)).toEqual(['placed']);

    // The same wish once more, as after a lost answer: nothing is sent twice.
    await want(phone, sale, { address, locale: 'de', timeZone: 'Europe/Berlin' });
    expect(await wishOf(sale, phone)).toMatchObject({ locale: 'de', link: wish?.link });
    expect(await kindsOf(sale)).toEqual(['placed']);
    // A mistyped address is corrected: the new one is told of the place.
    await want(phone, sale, { address: someone() });
    expect(await kindsOf(sale)).toEqual(['placed', 'placed']);
  });

  test('opens the place on other devices by the link, until mail is no longer wanted or the sale is over', async () => {
    const sale = await openSale(t.deps);
    const phone = await inLine(sale);
    await want(phone, sale);
    const wish = await wishOf(sale, phone);
    const owner = `${sale.id}/${buyerOf(sale, phone)}`;
    const code = unseal(mailLinkKey(t.deps.env.jwtSecret), wish?.link?.token ?? '', owner) ?? '';
    // Neither key of the database reads it.
    expect(unseal(mailKeyOfSale(sale.buyerKey ?? ''), wish?.link?.token ?? '', owner)).toBeNull();
    const open = () =>
      createBrowser(t, phone.email).post('/orders/device-code/use', sale, {
        body: { code, email: undefined },
      });
    expect((await open()).headers[ticketHeader]).toBe(phone.ticket(sale));
    expect((await open()).headers[ticketHeader]).toBe(phone.ticket(sale));
    ahead = sale.endsAt + DAY_MS + 1_000 - Date.now();
    expect((await open()).json()).toMatchObject({ code: 'DEVICE_CODE_NOT_FOUND' });
    ahead = 0;
    expect((await want(phone, sale, { wanted: false })).json()).toMatchObject({ state: 'off' });
    expect((await open()).json()).toMatchObject({ code: 'DEVICE_CODE_NOT_FOUND' });
  });

  test('and holds a unit already is reminded of its end, and not told of the turn that is on the screen', async () => {
    const sale = await openSale(t.deps);
    const phone = await inLine(sale);
    await serve(t.deps, sale.id);
    await want(phone, sale);
    expect(await kindsOf(sale)).toEqual(['ending', 'placed']);
  });

  test.each([
    [{ address: 'not-an-address' }, 'VALIDATION_FAILED'],
    [{ address: 'a@example.org\r\nBcc: b@example.org' }, 'VALIDATION_FAILED'],
    [{ locale: 'fr' }, 'VALIDATION_FAILED'],
    [{ timeZone: 'Nowhere/Land' }, 'VALIDATION_FAILED'],
    [{ wanted: 'yes' }, 'VALIDATION_FAILED'],
    [{ email: 'another@example.org' }, 'NO_PROOF'],
  ])('changes nothing with %j', async (body, code) => {
    const sale = await openSale(t.deps);
    const phone = await inLine(sale);
    expect((await want(phone, sale, body)).json()).toMatchObject({ code });
    expect(await wishOf(sale, phone)).toBeNull();
    expect(await kindsOf(sale)).toEqual([]);
  });

  test('cannot have a stranger flooded: an address is told of three places of a sale', async () => {
    const sale = await openSale(t.deps);
    const address = someone();
    for (const code of [undefined, undefined, undefined, 'MAIL_ADDRESS_TAKEN']) {
      const answer = await want(await inLine(sale), sale, { address });
      expect(answer.json().code).toBe(code);
    }
    const limited = await inLine(sale);
    const codes: unknown[] = [];
    for (let n = 0; n < 11; n += 1) {
      codes.push((await want(limited, sale, { address: someone() })).json().code);
    }
    expect(codes.at(-1)).toBe('RATE_LIMITED');
  });

  test('who gave the place up gets none for a place that another buyer takes with the same address', async () => {
    const sale = await openSale(t.deps);
    const phone = await inLine(sale);
    await want(phone, sale);
    await phone.leave(sale);
    expect((await want(phone, sale)).json()).toMatchObject({ code: 'BUYER_NOT_FOUND' });
    const other = createBrowser(t, phone.email);
    await other.buy(sale);
    const seen = await other.get(URL, { flashSaleId: sale.id, email: phone.email });
    expect(seen.json()).toMatchObject({ state: 'off' });
  });
});

test('an account gets mail at its own address and at no other', async () => {
  const sale = await openSale(t.deps, { identity: 'account' });
  const { headers, email, userId } = await t.signInAs(null);
  const browser = createBrowser(t, email);
  await browser.buy(sale, { headers });
  const other = await want(browser, sale, { address: someone() }, headers);
  expect(other.json()).toMatchObject({ code: 'VALIDATION_FAILED' });
  expect((await want(browser, sale, {}, headers)).json()).toMatchObject({
    state: 'on',
    address: email,
  });
  // Signing in opens the place elsewhere.
  expect((await t.deps.db.mailConsents.get(sale.id, userId))?.link).toBeNull();
});

test('a shop without a mail server promises none', async () => {
  const silent = await buildTestApp({ env: { mail: null } });
  try {
    const sale = await openSale(silent.deps);
    const browser = createBrowser(silent, someone());
    await browser.buy(sale);
    const seen = await browser.get(URL, { flashSaleId: sale.id, email: browser.email });
    expect(seen.json()).toEqual({ state: 'none', flashSaleId: sale.id, address: null });
    expect((await browser.post(URL, sale)).json()).toMatchObject({ code: 'NO_MAIL' });
  } finally {
    await silent.close();
  }
});

describe('a visitor who wants to hear of a returned unit', () => {
  const RETURNED = '/orders/mail/returned';
  const ask = (flashSaleId: string, address: string, more: object = {}) =>
    t.inject({ method: 'POST', url: RETURNED, payload: { flashSaleId, address, ...more } });

  test('needs no place, keeps the turn of the first wish, and is stored so that a copy of the database does not tell the address', async () => {
    const sale = await openSale(t.deps);
    const [early, late] = [someone(), someone()];
    const answer = await ask(sale.id, ` ${early.toUpperCase()}`, { locale: 'ar' });
    expect(answer.json()).toEqual({ state: 'on', flashSaleId: sale.id, address: early });
    await ask(sale.id, late);
    await ask(sale.id, early);
    const wishes = await t.deps.db.mailConsents.returnWishes(sale.id, 10);
    expect(wishes.map(({ to }) => to)).toEqual([early, late].map((one) => guestBuyer(sale, one)));
    const all = await t.deps.db.db.collection('mailconsents').find().toArray();
    expect(JSON.stringify(all)).not.toContain(early);
    expect(await kindsOf(sale)).toEqual([]);
  });

  test('is forgotten with the person, and told what is kept before', async () => {
    const owner = await t.signInAs('owner');
    const sale = await openSale(t.deps);
    const [email, other] = [someone(), someone()];
    await ask(sale.id, email);
    await ask(sale.id, other);
    await keepLog(t.deps, sale);
    const payload = { email, reason: 'Asked for in writing' };
    const privacy = (what: string) =>
      t.inject({ method: 'POST', url: `/privacy/${what}`, payload, headers: owner.headers });
    const kept = (await privacy('export')).json();
    expect(kept.mailWishes).toMatchObject([{ flashSaleId: sale.id, address: email }]);
    expect((await privacy('forget')).json()).toMatchObject({ ok: true });
    const wishes = await t.deps.db.mailConsents.returnWishes(sale.id, 10);
    expect(wishes.map(({ to }) => to)).toEqual([guestBuyer(sale, other)]);
  });

  test.each([
    ['ended', 'SALE_ENDED'],
    ['cancelled', 'SALE_ENDED'],
    ['draft', 'SALE_NOT_FOUND'],
  ] as const)('of a sale that is %s is refused with %s', async (status, code) => {
    const sale = await openSale(t.deps);
    await t.deps.db.sales.update(sale.id, { status });
    expect((await ask(sale.id, someone())).json()).toMatchObject({ code });
  });
});

test('mail is forgotten with the person, also what another buyer had sent to that address', async () => {
  const owner = await t.signInAs('owner');
  const sale = await openSale(t.deps);
  const [own, other] = [await inLine(sale), await inLine(sale)];
  await want(own, sale);
  await want(other, sale, { address: own.email });
  await own.leave(sale);
  await t.deps.db.sales.update(sale.id, { status: 'ended' });
  const payload = { email: own.email, reason: 'Asked for in writing' };
  const ask = (what: string) =>
    t.inject({ method: 'POST', url: `/privacy/${what}`, payload, headers: owner.headers });
  const kept = (await ask('export')).json();
  expect(kept.mailWishes).toMatchObject([{ flashSaleId: sale.id, address: own.email }]);
  expect(kept.mails).toMatchObject([{ kind: 'placed', state: 'waiting' }]);
  await keepLog(t.deps, sale);
  expect((await ask('forget')).json()).toMatchObject({ ok: true });
  expect([await wishOf(sale, own), await wishOf(sale, other)]).toEqual([null, null]);
  const left = (await t.deps.db.mails.list({ saleId: sale.id })).items;
  expect(left.map(({ buyer }) => buyer)).toEqual([buyerOf(sale, other)]);
});
