import { randomUUID } from 'node:crypto';
import { type DeviceCodeState, ticketHeader } from '@flash/shared-types';
import { DAY_MS, HOUR_MS } from '@flash/shared-utils';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { guestBuyer } from '../../services/shared/buyer-digests.ts';
import { buildTestApp, type TestApp } from '../../testing/app.ts';
import { type Browser, createBrowser, openSale, someone, withTicket } from '../../testing/shop.ts';

const URL = '/orders/device-code';
let ahead = 0;
let t: TestApp;
beforeAll(async () => {
  t = await buildTestApp({ clock: { now: () => Date.now() + ahead } });
});
afterAll(() => t.close());

type TestSale = Awaited<ReturnType<typeof openSale>>;
const browser = (email = someone()) => createBrowser(t, email);
const withKey = (key: string) => ({ headers: { 'idempotency-key': key } });

async function inLine(sale: TestSale): Promise<Browser> {
  const phone = browser();
  await phone.buy(sale);
  return phone;
}

async function makeCode(phone: Browser, sale: TestSale): Promise<string> {
  const answer = await phone.post(URL, sale);
  expect(answer.statusCode, answer.body).toBe(200);
  return answer.json().code;
}

const openWith = (device: Browser, sale: TestSale, code: string, extra = {}) =>
  device.post(`${URL}/use`, sale, { ...extra, body: { code, email: undefined } });
const stateOf = async (phone: Browser, sale: TestSale): Promise<DeviceCodeState> =>
  (await phone.get(URL, { flashSaleId: sale.id })).json();

describe('a code that a guest makes on one device', () => {
  test('opens the same place on another device, which can then leave the line, and tells the first one', async () => {
    const sale = await openSale(t.deps);
    const phone = await inLine(sale);
    expect(await stateOf(phone, sale)).toMatchObject({ state: 'none', usedAt: null });
    const code = await makeCode(phone, sale);
    expect(await stateOf(phone, sale)).toMatchObject({ state: 'open', usedAt: null });

    const laptop = browser(phone.email);
    const opened = await openWith(laptop, sale, code.toLowerCase().replaceAll('-', ' '));
    expect(opened.json()).toEqual({ ok: true, flashSaleId: sale.id, email: phone.email });
    expect(opened.headers['cache-control']).toBe('private, no-store');
    expect(opened.headers[ticketHeader]).toBe(phone.ticket(sale));
    expect((await laptop.position(sale)).json()).toMatchObject({ state: 'waiting', position: 1 });
    expect(await stateOf(phone, sale)).toMatchObject({ state: 'used' });
    expect(await t.deps.engine.snapshot(sale.id)).toMatchObject({ waiting: 1 });
    expect((await laptop.leave(sale)).json()).toMatchObject({ gave: 'place' });
  });

  test('works once, also for two devices that use it at the same moment', async () => {
    const sale = await openSale(t.deps);
    const code = await makeCode(await inLine(sale), sale);
    const devices = Array.from({ length: 5 }, () => browser());
    const answers = await Promise.all(devices.map((device) => openWith(device, sale, code)));
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([200, 404, 404, 404, 404]);
    expect((await openWith(browser(), sale, code)).json().code).toBe('DEVICE_CODE_NOT_FOUND');
  });

  test('opens the place for a repetition of the use whose answer was lost, and for no other key', async () => {
    const sale = await openSale(t.deps);
    const code = await makeCode(await inLine(sale), sale);
    const key = withKey(randomUUID());
    const lost = await openWith(browser(), sale, code, key);
    const again = await openWith(browser(), sale, code, key);
    expect(again.json()).toEqual(lost.json());
    expect(again.headers[ticketHeader]).toBe(lost.headers[ticketHeader]);
    const other = await openWith(browser(), sale, code, withKey(randomUUID()));
    expect(other.json().code).toBe('DEVICE_CODE_NOT_FOUND');
  });

  test('is not opened again by a key that can be guessed', async () => {
    const sale = await openSale(t.deps);
    const code = await makeCode(await inLine(sale), sale);
    await openWith(browser(), sale, code, withKey('1'));
    const again = await openWith(browser(), sale, code, withKey('1'));
    expect(again.json().code).toBe('DEVICE_CODE_NOT_FOUND');
  });

  test('no longer works once a newer one was made', async () => {
    const sale = await openSale(t.deps);
    const phone = await inLine(sale);
    const [older, newer] = [await makeCode(phone, sale), await makeCode(phone, sale)];
    expect((await openWith(browser(), sale, older)).statusCode).toBe(404);
    expect((await openWith(browser(), sale, newer)).statusCode).toBe(200);
  });

  test('runs out after a day', async () => {
    const sale = await openSale(t.deps, { endsAt: Date.now() + 7 * DAY_MS });
    const phone = await inLine(sale);
    const code = await makeCode(phone, sale);
    ahead = DAY_MS + HOUR_MS;
    try {
      expect((await openWith(browser(), sale, code)).statusCode).toBe(404);
      expect(await stateOf(phone, sale)).toMatchObject({ state: 'none', expiresAt: null });
    } finally {
      ahead = 0;
    }
  });

  test('opens no place of another sale, and changes nothing by being tried there', async () => {
    const [sale, other] = [await openSale(t.deps), await openSale(t.deps)];
    const code = await makeCode(await inLine(sale), sale);
    expect((await openWith(browser(), other, code)).json().code).toBe('DEVICE_CODE_NOT_FOUND');
    expect((await openWith(browser(), sale, code)).statusCode).toBe(200);
  });

  test('takes no place from a browser that already has another one, and stays whole', async () => {
    const sale = await openSale(t.deps);
    const code = await makeCode(await inLine(sale), sale);
    const taken = await inLine(sale);
    const before = taken.ticket(sale);
    expect((await openWith(taken, sale, code)).json().code).toBe('OTHER_PLACE');
    expect(taken.ticket(sale)).toBe(before);
    expect((await openWith(browser(), sale, code)).statusCode).toBe(200);
  });

  test('stays whole when it is tried on the device that made it', async () => {
    const sale = await openSale(t.deps);
    const phone = await inLine(sale);
    const code = await makeCode(phone, sale);
    expect((await openWith(phone, sale, code)).statusCode).toBe(200);
    expect(await stateOf(phone, sale)).toMatchObject({ state: 'open' });
  });

  test('is given for the own ticket only, and not in a sale for accounts', async () => {
    const sale = await openSale(t.deps);
    const phone = await inLine(sale);
    expect((await browser(phone.email).post(URL, sale)).json().code).toBe('NO_PROOF');
    expect((await browser().get(URL, { flashSaleId: sale.id })).json().state).toBe('none');

    const ofAccounts = await openSale(t.deps, { identity: 'account' });
    const ann = browser();
    expect((await ann.post(URL, ofAccounts)).json().code).toBe('UNAUTHENTICATED');
    const { headers } = await t.signInAs(null);
    await ann.buy(ofAccounts, { headers });
    expect((await ann.post(URL, ofAccounts, { headers })).json().code).toBe('SALE_STATE');
  });

  test('that was typed wrongly is refused as such, before anything is read', async () => {
    const sale = await openSale(t.deps);
    const code = await makeCode(await inLine(sale), sale);
    for (const wrong of [
      '',
      'K7M',
      `${code}3`,
      code.replace(/.$/, code.endsWith('3') ? '4' : '3'),
    ]) {
      expect((await openWith(browser(), sale, wrong)).json().code).toBe('VALIDATION_FAILED');
    }
  });

  test('is stored nowhere: what is kept tells neither it, nor the ticket, nor the address', async () => {
    const sale = await openSale(t.deps);
    const phone = await inLine(sale);
    const code = await makeCode(phone, sale);
    const stored = JSON.stringify(await t.deps.db.db.collection('devicecodes').find().toArray());
    const secrets = [code, code.replaceAll('-', ''), phone.ticket(sale), phone.email];
    for (const secret of secrets) {
      expect(stored).not.toContain(secret);
    }
    expect(stored).toContain(sale.id);
  });

  test('of an older place opens nothing of the next place with the same address', async () => {
    const sale = await openSale(t.deps);
    const phone = await inLine(sale);
    const code = await makeCode(phone, sale);
    await phone.leave(sale);
    await phone.buy(sale);
    const laptop = browser(phone.email);
    const { [ticketHeader]: ticket } = (await openWith(laptop, sale, code)).headers;
    expect((await laptop.position(sale, withTicket(String(ticket)))).json().state).toBe('none');
    expect(await stateOf(phone, sale)).toMatchObject({ state: 'none' });
  });
});

test('a person who is forgotten leaves no code behind', async () => {
  const sale = await openSale(t.deps);
  const phone = await inLine(sale);
  const neighbour = await inLine(sale);
  await makeCode(phone, sale);
  await makeCode(neighbour, sale);
  await t.deps.db.deviceCodes.forget(sale.id, guestBuyer(sale, phone.email) ?? '');
  expect(await stateOf(phone, sale)).toMatchObject({ state: 'none' });
  expect(await stateOf(neighbour, sale)).toMatchObject({ state: 'open' });
});
