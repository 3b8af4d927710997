import type { Page } from '@playwright/test';
import { headingOf, openSale, sees } from '../../support/buyer-page.ts';
import { apiUrl } from '../../support/call.ts';
import { givePicture } from '../../support/picture.ts';
import { anEmail, makeSale } from '../../support/shop.ts';
import { expect, test } from '../../support/test.ts';
import { label } from '../../support/words.ts';

const HOSTILE = `Mug </title><script>steal()</script> "quoted" <b>& 漢字`;
const ESCAPED = `Mug &#60;/title&#62;&#60;script&#62;steal()&#60;/script&#62; &#34;quoted&#34; &#60;b&#62;&#38; 漢字`;

test('list and sale are in the first HTML as text, with the title and picture of a shared link', {
  tag: '@main',
}, async ({ page }) => {
  const sale = await makeSale({ name: HOSTILE, pricePerUnit: 25 });
  await givePicture(page, sale);
  const answer = await page.request.get(`/en/sales/${sale.id}/`);
  const text = await answer.text();
  for (const part of [
    `<title>${ESCAPED} – Flash sale</title>`,
    `<meta property="og:title" content="${ESCAPED}">`,
    '<meta property="og:description" content="€25.00 · ',
    `<meta property="og:image" content="${apiUrl()}/flash-sales/${sale.id}/picture?v=`,
    `<h2><bdi>${ESCAPED}</bdi></h2>`,
    '<strong>5</strong> of 5 left',
  ]) {
    expect(text.includes(part), part).toBe(true);
  }
  expect(text.includes('<script>steal()')).toBe(false);
  // Every script that stands in it was written by the build, which the policy names by hash.
  const policy = answer.headers()['content-security-policy'] ?? '';
  expect(policy).toContain("'sha256-");
  expect(policy).not.toContain("script-src 'self' 'unsafe");
  // Nothing of a payment provider where the sandbox takes the payments.
  expect(policy).not.toMatch(/frame-src|stripe/);
  expect(answer.headers()['cache-control']).toBe('public, max-age=1');

  const list = await (await page.request.get('/de')).text();
  expect(list.includes(`<h3><bdi>${ESCAPED}</bdi></h3>`)).toBe(true);
  expect(list.includes(`href="/de/sales/${sale.id}/"`)).toBe(true);
});

test('a sale that does not exist says so in the first HTML', async ({ page }) => {
  const answer = await page.request.get('/en/sales/65f000000000000000000000/');
  expect(answer.status()).toBe(404);
  expect((await answer.text()).includes('<title>Sale not found – Flash sale</title>')).toBe(true);
});

for (const path of ['', 'sale'] as const) {
  test(`the live page takes over the first HTML without a fault: ${path || 'list'}`, async ({
    page,
  }) => {
    const sale = await makeSale({ name: `Mug ${HOSTILE.slice(4)} ${anEmail()}` });
    const faults: string[] = [];
    page.on('console', (entry) => entry.type() === 'error' && faults.push(entry.text()));
    page.on('pageerror', (error) => faults.push(error.message));
    await page.goto(path === '' ? '/en' : `/en/sales/${sale.id}/`);
    await expect(page.locator('.first')).toHaveCount(0);
    await expect(page.getByRole('heading', { name: sale.name })).toBeVisible();
    await expect(headingOf(page)).toHaveCount(1);
    expect(faults).toEqual([]);
  });
}

/** The page starts when the caller says so; until then the first HTML is shown. */
async function heldBack(page: Page): Promise<() => void> {
  let start = () => {};
  const started = new Promise<void>((resolve) => {
    start = resolve;
  });
  await page.route('**/config.json', async (route) => {
    await started;
    await route.continue();
  });
  return start;
}

test('an address of an earlier visit is replaced by who begins to type as the page starts', async ({
  page,
}) => {
  const sale = await makeSale();
  const start = await heldBack(page);
  await page.addInitScript(
    ([id]) => localStorage.setItem(`flash.email.${id}`, 'earlier@buyers.test'),
    [sale.id],
  );
  await openSale(page, sale);
  await page.getByLabel('E-mail').focus();
  start();
  await expect(page.locator('.first')).toHaveCount(0);
  await expect(page.getByLabel('E-mail')).toHaveValue('earlier@buyers.test');
  const email = anEmail();
  await page.keyboard.type(email);
  await expect(page.getByLabel('E-mail')).toHaveValue(email);
});

test('an address typed before the page has started is kept, and so is the focus', async ({
  page,
}) => {
  const sale = await makeSale();
  const start = await heldBack(page);
  await openSale(page, sale);
  const email = anEmail();
  await page.getByLabel('E-mail').fill(email.slice(0, 8));
  start();
  await expect(page.locator('.first')).toHaveCount(0);
  await expect(page.getByLabel('E-mail')).toBeFocused();
  await page.keyboard.type(email.slice(8));
  await expect(page.getByLabel('E-mail')).toHaveValue(email);
});

test('a press made before any script has run gets a place, however often it is made', async ({
  page,
}) => {
  const sale = await makeSale();
  const scripts = '**/_next/static/**/*.js';
  await page.route(scripts, (route) => route.abort());
  await openSale(page, sale);
  await page.getByLabel('E-mail').fill(anEmail());
  const button = page.getByRole('button', { name: label('joinBuy') });
  await button.click({ clickCount: 2, delay: 5 });
  await page.unroute(scripts);
  await page.reload();
  await sees(page, 'held');
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('the list leads to a sale, and a press there to a place', { tag: '@main' }, async ({
    page,
  }) => {
    const sale = await makeSale();
    await page.goto('/en');
    await page.getByRole('link', { name: sale.name }).click();
    await sees(page, 'join');
    await expect(page.getByText('5 of 5 left')).toBeVisible();
    await page.getByLabel('E-mail').fill(anEmail());
    await page.getByRole('button', { name: label('joinBuy') }).click();
    await expect(page).toHaveURL(/\/plain$/);
    await expect(async () => {
      await page.reload();
      await expect(page.locator('button[value=confirm]')).toBeVisible({ timeout: 1_000 });
    }).toPass();
    await page.locator('button[value=confirm]').click();
    await expect(page.getByText(/^\w{3}-\w{3}-\w{3}$/)).toBeVisible();
  });
});
