import type { Page } from '@playwright/test';
import { choosePayment, pay } from '../support/buyer-page.ts';
import { apiUrl, get, post } from '../support/call.ts';
import { crowd, holder, type OtherBuyer, otherBuyer } from '../support/other-buyer.ts';
import { givePicture } from '../support/picture.ts';
import { aPassword, inMinutes, makeSale, type NewSale, type Sale } from '../support/shop.ts';
import { readRun } from '../support/stack-run.ts';
import { expect } from '../support/test.ts';
import { label, words } from '../support/words.ts';

/** A real sale, in some cases with another buyer in it, in the state that is to be recorded. */
export interface Reached {
  saleId: string;
  buyer?: Pick<OtherBuyer, 'email' | 'cookie' | 'place'>;
  /** Where it is not named like what is recorded. */
  screen?: string;
  /** What to press to see it. */
  act?: (page: Page) => Promise<void>;
  /** The same as a call that is refused. */
  refused?: () => Promise<unknown>;
  after?: () => void;
}

const ME = 'ada@example.org';
const shoes = (about: NewSale = {}) =>
  makeSale({
    name: 'Night Runner 2',
    description: 'A running shoe with a sole that glows in the dark.',
    pricePerUnit: 129,
    timeZone: 'Europe/Berlin',
    startingQuantity: 40,
    ...about,
  });
const me = (sale: Sale) => otherBuyer(sale, ME);
const lobby = () => shoes({ lobbyOpensAt: inMinutes(-1), startsAt: inMinutes(15) });

/** No buyer is served while the workers are stopped, so that a line forms before free units. */
function freeze(): () => void {
  const { pids } = readRun();
  const workers = Object.entries(pids).filter(([name]) => name.startsWith('worker'));
  const send = (signal: NodeJS.Signals) => {
    for (const [, pid] of workers) {
      process.kill(pid, signal);
    }
  };
  send('SIGSTOP');
  return () => send('SIGCONT');
}

/** Another buyer has the only unit, and I am next in line. */
async function behindOne(about: NewSale = {}) {
  const sale = await shoes({ startingQuantity: 1, ...about });
  const first = await holder(sale);
  return { sale, first, buyer: await me(sale), saleId: sale.id };
}

async function onHold(about?: NewSale) {
  const sale = await shoes(about);
  const buyer = await me(sale);
  await buyer.holds();
  return { sale, buyer, saleId: sale.id };
}

async function soldOut(sale: Sale): Promise<Reached> {
  await (await holder(sale)).pay();
  return { saleId: sale.id };
}

/** The problem that a call is answered with. */
async function problemOf(path: string, body: object, cookie = ''): Promise<unknown> {
  const answer = await fetch(apiUrl() + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', cookie },
    body: JSON.stringify(body),
  });
  return answer.json();
}

const { mail, device, refusals } = words.en;
const delivered: NewSale = { needsDeliveryAddress: true, deliveryCountries: ['AT', 'CH', 'DE'] };
const contact = {
  name: 'Ada Lovelace',
  phone: '+49 30 1234567',
  address: { line1: 'Erfundene Gasse 12', postcode: '10115', city: 'Berlin', country: 'DE' },
};
/** Whole, and of no place. */
const WRONG_CODE = 'K7M-4QX-9HX-PRT-3NJ';

const summary = (page: Page, text: string) => page.locator('summary', { hasText: text });
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();

/** How each state comes about, through actions of people only. */
export const recipes = {
  missing: async () => ({ saleId: 'no-such-sale' }),
  upcoming: async () => ({
    saleId: (
      await shoes({ lobbyOpensAt: inMinutes(60), startsAt: inMinutes(90), endsAt: inMinutes(180) })
    ).id,
  }),
  signIn: async () => ({ saleId: (await shoes({ identity: 'account' })).id }),
  joinLobby: async () => ({ saleId: (await lobby()).id }),
  join: async () => ({ saleId: (await shoes()).id }),
  async joinLine() {
    const sale = await shoes();
    const after = freeze();
    await crowd(sale, 12);
    return { saleId: sale.id, after };
  },
  async joinReserved() {
    const sale = await shoes({ startingQuantity: 1 });
    await holder(sale);
    return { saleId: sale.id };
  },
  async joinPaused() {
    const sale = await shoes();
    await sale.pause('Checking the stock');
    return { saleId: sale.id };
  },
  async lobby() {
    const sale = await lobby();
    await crowd(sale, 6);
    return { saleId: sale.id, buyer: await me(sale) };
  },
  async waiting() {
    const sale = await shoes({ startingQuantity: 15 });
    const after = freeze();
    await crowd(sale, 34);
    const buyer = await me(sale);
    await crowd(sale, 5);
    return { saleId: sale.id, buyer, after };
  },
  async almost() {
    const sale = await shoes();
    const after = freeze();
    await crowd(sale, 3);
    return { saleId: sale.id, buyer: await me(sale), after };
  },
  async reserved() {
    const sale = await shoes({ startingQuantity: 2 });
    await Promise.all([holder(sale), holder(sale)]);
    await crowd(sale, 7);
    return { saleId: sale.id, buyer: await me(sale) };
  },
  async paused() {
    const reached = await behindOne();
    await reached.sale.pause('Checking the stock');
    return reached;
  },
  held: () => onHold(),
  async failed() {
    const act = async (page: Page) => {
      await choosePayment(page, 'decline');
      await pay(page);
    };
    const reached = await onHold();
    const body = { flashSaleId: reached.saleId, paymentToken: 'decline' };
    const refused = () => problemOf('/orders/confirm', body, reached.buyer.cookie);
    return { ...reached, act, refused };
  },
  async sold() {
    const reached = await onHold();
    await reached.buyer.pay();
    return reached;
  },
  async expired() {
    const reached = await onHold({ holdTtlSeconds: 5, extensions: 0 });
    await reached.buyer.becomes('expired');
    return reached;
  },
  async removed() {
    const reached = await behindOne();
    await reached.sale.remove(ME, 'Against the rules of the sale');
    return reached;
  },
  async soldOutInLine() {
    const reached = await behindOne();
    await reached.first.pay();
    return reached;
  },
  soldOut: async () => soldOut(await shoes({ startingQuantity: 1 })),
  async ended() {
    const sale = await shoes();
    await sale.end('That was it');
    return { saleId: sale.id };
  },
  async cancelled() {
    const sale = await shoes();
    await sale.cancel();
    return { saleId: sale.id };
  },
  async mail() {
    const act = async (page: Page) => {
      await summary(page, mail.title).click();
      await press(page, mail.start);
      await press(page, mail.stop);
      await expect(page.locator('input[name=address]')).toBeVisible();
    };
    return { ...(await behindOne()), screen: 'reserved', act };
  },
  async accountInLine() {
    const sale = await shoes({ identity: 'account' });
    const after = freeze();
    const email = `ada.${Date.now().toString(36)}@example.org`;
    const person = { name: 'Ada', email, password: aPassword };
    const origin = process.env.E2E_SITE ?? '';
    const { cookie } = await post('/api/auth/sign-up/email', person, { origin });
    await post('/orders/buy', { flashSaleId: sale.id }, { cookie });
    const place = () =>
      get<{ state: string }>(`/orders/position?flashSaleId=${sale.id}`, { cookie });
    const act = async (page: Page) => {
      await summary(page, mail.title).click();
      await expect(page.getByRole('button', { name: mail.start })).toBeVisible();
    };
    const buyer = { email: '', cookie, place };
    return { saleId: sale.id, buyer, screen: 'almost', act, after };
  },
  async returnMail() {
    const act = async (page: Page) => {
      await summary(page, mail.return.title).click();
      await page.locator('input[name=address]').fill(ME);
      await press(page, mail.return.send);
      await expect(page.getByText(mail.return.on.replace('{address}', ME))).toBeVisible();
    };
    return { ...(await soldOut(await shoes({ startingQuantity: 1 }))), screen: 'soldOut', act };
  },
  async device() {
    const reached = await behindOne();
    const act = async (page: Page) => {
      await summary(page, device.title).click();
      await press(page, device.make);
      const code = await page.locator('.device-code').textContent();
      await post('/orders/device-code/use', { flashSaleId: reached.saleId, code });
      await page.reload();
      await expect(page.getByText(device.usedText)).toBeVisible();
    };
    return { ...reached, screen: 'reserved', act };
  },
  async codeRefused() {
    const sale = await shoes({ startingQuantity: 1 });
    await holder(sale);
    const act = async (page: Page) => {
      await summary(page, device.open).click();
      await page.getByLabel(device.code).fill(WRONG_CODE);
      await press(page, device.openHere);
      await expect(page.getByText(refusals.DEVICE_CODE_NOT_FOUND.title)).toBeVisible();
    };
    const body = { flashSaleId: sale.id, code: WRONG_CODE };
    const refused = () => problemOf('/orders/device-code/use', body);
    return { saleId: sale.id, screen: 'joinReserved', act, refused };
  },
  async picture(page: Page) {
    const sale = await shoes();
    await givePicture(page, sale);
    return { saleId: sale.id, screen: 'join' };
  },
  deliveryInLine: async () => ({ ...(await behindOne(delivered)), screen: 'reserved' }),
  delivery: async () => ({ ...(await onHold(delivered)), screen: 'held' }),
  async bought(page: Page) {
    const sale = await shoes(delivered);
    await givePicture(page, sale);
    const buyer = await me(sale);
    await buyer.holds();
    await post('/orders/confirm', { flashSaleId: sale.id, contact }, { cookie: buyer.cookie });
    const act = async (shown: Page) => {
      await shown.getByRole('link', { name: label('receipt') }).click();
      await expect(shown.locator('dl.sheet')).toBeVisible();
      await shown.goBack();
    };
    return { saleId: sale.id, buyer, screen: 'sold', act };
  },
} satisfies Record<string, (page: Page) => Promise<Reached>>;

export type RecordedName = keyof typeof recipes;
export const recordedNames = Object.keys(recipes) as RecordedName[];
