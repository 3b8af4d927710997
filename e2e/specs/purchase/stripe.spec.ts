import { FAKE_KEYS, type FakeStripe, signEvent, startFakeStripe } from '@flash/testing';
import type { FrameLocator, Page } from '@playwright/test';
import { joinSale, openSale, pay, sees } from '../../support/buyer-page.ts';
import { apiUrl } from '../../support/call.ts';
import { type OtherStack, startOtherStack } from '../../support/other-stack.ts';
import { makeSale, type Sale } from '../../support/shop.ts';
import { readRun } from '../../support/stack-run.ts';
import { expect, test } from '../../support/test.ts';
import { label, words } from '../../support/words.ts';

/** A shop of its own, with Stripe: its script, card form and banks are those of the stand-in. */
test.describe.configure({ mode: 'serial' });

const SIGNING = 'whsec_journeys';
const CARDS = {
  good: '4242 4242 4242 4242',
  declined: '4000 0000 0000 0002',
  noFunds: '4000 0000 0000 9995',
  threeDSecure: '4000 0027 6000 3184',
  silent: '4000 0000 0000 9979',
};

let fake: FakeStripe;
let stack: OtherStack;
let areEventsLost = false;

test.beforeAll(async () => {
  test.setTimeout(600_000);
  fake = await startFakeStripe();
  stack = await startOtherStack({
    PAYMENT_PROVIDER: 'stripe',
    STRIPE_SECRET_KEY: FAKE_KEYS.secretKey,
    STRIPE_PUBLISHABLE_KEY: FAKE_KEYS.publishableKey,
    STRIPE_WEBHOOK_SECRET: SIGNING,
    STRIPE_API_BASE: fake.url,
  });
  fake.provider.onEvent((event) => {
    if (!areEventsLost) {
      void tell(JSON.stringify(event));
    }
  });
});
test.afterAll(async () => {
  await stack.stop();
  await fake.close();
});

async function tell(payload: string): Promise<void> {
  const headers = {
    'content-type': 'application/json',
    'stripe-signature': signEvent(payload, [SIGNING]),
  };
  await fetch(`${apiUrl()}/webhooks/stripe`, { method: 'POST', headers, body: payload });
}

const cardForm = (page: Page): FrameLocator =>
  page.frameLocator('iframe[title="Secure payment input frame"]');

async function fill(page: Page, card: keyof typeof CARDS): Promise<void> {
  await cardForm(page).getByLabel('Card number').fill(CARDS[card]);
}

async function onHold(page: Page): Promise<Sale> {
  const sale = await makeSale();
  await joinSale(page, sale);
  await sees(page, 'held');
  await expect(page.locator('#pay')).toBeEnabled();
  return sale;
}

/** Of the newest payment at the provider. */
const lastIntent = () => [...fake.provider.intents.values()].at(-1);

test('a buyer pays by card in the page of the shop, and only the provider is asked besides', async ({
  page,
}) => {
  const asked = new Set<string>();
  page.on('request', (request) => asked.add(new URL(request.url()).origin));
  const sale = await makeSale();
  await openSale(page, sale);
  await expect(page.locator('input[name=email]')).toBeVisible();
  const before = [...asked];
  await joinSale(page, sale);
  await sees(page, 'held');
  await fill(page, 'good');
  await pay(page);
  await sees(page, 'sold');
  expect(before).not.toContain(fake.url);
  expect([...asked].sort()).toEqual([new URL(page.url()).origin, apiUrl(), fake.url].sort());
  await expect.poll(() => lastIntent()?.status).toBe('succeeded');
});

test('only the page of a sale may load the script of the provider, and only this page may ask for a payment', async ({
  request,
}) => {
  const sale = await makeSale();
  const headersOf = async (path: string) => (await request.get(path)).headers();
  const wide = await headersOf(`/en/sales/${sale.id}/`);
  expect(wide['content-security-policy']).toMatch(`frame-src ${fake.url};`);
  expect(wide['permissions-policy']).toContain(`payment=(self "${fake.url}")`);
  for (const path of ['/en', '/en/orders', '/en/account']) {
    const narrow = await headersOf(path);
    expect(narrow['content-security-policy']).not.toContain(fake.url);
    expect(narrow['permissions-policy']).toContain('payment=()');
  }
});

test('a declined card keeps the hold and what was filled in, says why, and another card pays', async ({
  page,
}) => {
  await onHold(page);
  await page.getByText(label('detailsOnly')).click();
  await page.getByLabel(label('name')).fill('Ada');
  for (const [card, code] of [
    ['declined', 'CARD_DECLINED'],
    ['noFunds', 'CARD_FUNDS'],
    ['silent', 'PROVIDER_SILENT'],
  ] as const) {
    await fill(page, card);
    await pay(page);
    await sees(page, 'failed');
    await expect(page.getByText(words.en.refusals[code].title)).toBeVisible();
    await expect(cardForm(page).getByLabel('Card number')).toHaveValue(CARDS[card]);
  }
  await expect(page.getByLabel(label('name'))).toHaveValue('Ada');
  await fill(page, 'good');
  await pay(page);
  await sees(page, 'sold');
});

test('3-D Secure is asked for in the page: refused it keeps the hold, accepted it pays', async ({
  page,
}) => {
  await onHold(page);
  const bank = page.frameLocator('iframe[title="Bank"]');
  await fill(page, 'threeDSecure');
  await pay(page);
  await sees(page, 'authorising');
  await expect(page.locator('.hold-clock')).toBeVisible();
  await bank.getByRole('button', { name: 'Refuse' }).click();
  await sees(page, 'failed');
  await expect(page.getByText(words.en.refusals.NOT_AUTHENTICATED.title)).toBeVisible();
  await pay(page);
  await bank.getByRole('button', { name: 'Authorise' }).click();
  await sees(page, 'sold');
});

test('a bank that asks on its own page sends the buyer back to the sale, and the payment goes on', async ({
  page,
}) => {
  await onHold(page);
  for (const answer of ['Refuse', 'Authorise'] as const) {
    await cardForm(page).getByLabel('Pay by bank').check();
    await pay(page);
    await page.getByRole('button', { name: answer }).click();
    await sees(page, answer === 'Refuse' ? 'failed' : 'sold');
    expect(page.url()).not.toContain('payment_intent');
  }
});

/** The buyer closes the tab at the bank, which still authorises; answers the page that comes back later. */
async function comeBackFromBank(page: Page, onClosed = () => {}): Promise<Page> {
  const context = page.context();
  const sale = await onHold(page);
  await cardForm(page).getByLabel('Pay by bank').check();
  await pay(page);
  await expect(page.getByRole('button', { name: 'Authorise' })).toBeVisible();
  await page.close();
  onClosed();
  fake.provider.finishThreeDSecure(lastIntent()?.id ?? '');
  const again = await context.newPage();
  await openSale(again, sale);
  return again;
}

test('a tab that was closed at the bank still becomes an order, and the page that comes back shows it', async ({
  page,
}) => {
  await sees(await comeBackFromBank(page), 'sold');
});

test('a tab that was closed at the bank is gone on with by the page that comes back, when no event came', async ({
  page,
}) => {
  const again = await comeBackFromBank(page, () => {
    areEventsLost = true;
  });
  await sees(again, 'sold');
  areEventsLost = false;
});

test('a script that is blocked is said so, keeps the hold, and can be tried again', async ({
  page,
}) => {
  await page.route('**/stripe.js', (route) => route.abort());
  const sale = await makeSale();
  await joinSale(page, sale);
  await sees(page, 'held');
  await expect(page.getByText(words.en.refusals.PROVIDER_BLOCKED.title)).toBeVisible();
  await expect(page.locator('#pay')).toBeDisabled();
  await page.unroute('**/stripe.js');
  await page.getByRole('button', { name: label('tryNow') }).click();
  await fill(page, 'good');
  await pay(page);
  await sees(page, 'sold');
});

test('the card is filled in while the turn is near, and is still there when it comes', async ({
  page,
}) => {
  const { pids } = readRun();
  const workers = Object.entries(pids).filter(([name]) => name.startsWith('worker'));
  const send = (signal: NodeJS.Signals) => {
    for (const [, pid] of workers) {
      process.kill(pid, signal);
    }
  };
  const sale = await makeSale();
  // No buyer is served while the workers are stopped.
  send('SIGSTOP');
  try {
    await joinSale(page, sale);
    await sees(page, 'almost');
    await fill(page, 'good');
  } finally {
    send('SIGCONT');
  }
  await sees(page, 'held');
  await expect(cardForm(page).getByLabel('Card number')).toHaveValue(CARDS.good);
  await pay(page);
  await sees(page, 'sold');
});

test('a sale that costs nothing loads no script and asks for no card', async ({ page }) => {
  const asked = new Set<string>();
  page.on('request', (request) => asked.add(new URL(request.url()).origin));
  const sale = await makeSale({ pricePerUnit: 0 });
  await joinSale(page, sale);
  await sees(page, 'held');
  await pay(page);
  await sees(page, 'sold');
  expect([...asked]).not.toContain(fake.url);
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('the page says that paying needs it, offers no button that cannot work, and keeps the place', async ({
    page,
  }) => {
    const sale = await makeSale();
    await page.goto(`/en/sales/${sale.id}/plain`);
    await page.getByLabel('E-mail').fill('ada@buyers.test');
    await page.locator('button[value=join]').click();
    await expect(async () => {
      await page.reload();
      await expect(page.getByText(label('payNeedsScript'), { exact: true })).toBeVisible({
        timeout: 1_000,
      });
    }).toPass();
    await expect(page.locator('button[value=confirm]')).toHaveCount(0);
    await expect(page.locator('button[value=leave]')).toHaveCount(1);
  });
});
