import { bytesReceived, paints, shifts } from '../../measure/page.ts';
import { headingOf, join, joinSale, openSale, pay, sees } from '../../support/buyer-page.ts';
import { apiUrl } from '../../support/call.ts';
import { holder } from '../../support/other-buyer.ts';
import { givePicture } from '../../support/picture.ts';
import { anEmail, makeSale } from '../../support/shop.ts';
import { expect, test } from '../../support/test.ts';
import { label } from '../../support/words.ts';

const SCRIPT_BYTES_MAX = 190_000;
const STYLE_BYTES_MAX = 10_000;
const SHIFT_MAX = 0.05;
/** Less than one line of text that moves by its own height. */
const STILL_MAX = 0.005;
const LATE_MS = 1_200;

test('a purchase costs few bytes, shifts no layout and asks no other server', {
  tag: '@main',
}, async ({ page, baseURL }) => {
  const sale = await makeSale();
  await page.setViewportSize({ width: 390, height: 720 });
  const bytes = await bytesReceived(page);
  const shift = await shifts(page);
  const asked = new Set<string>();
  page.on('request', (request) => asked.add(new URL(request.url()).origin));

  await page.goto('/en');
  await page.getByRole('link', { name: sale.name }).click();
  await join(page);
  await sees(page, 'held');
  await pay(page);
  await sees(page, 'sold');

  test.info().annotations.push({ type: 'bytes', description: JSON.stringify(bytes) });
  test.info().annotations.push({ type: 'shift', description: shift.total().toFixed(4) });
  expect(bytes.Script).toBeGreaterThan(0);
  expect(bytes.Script).toBeLessThanOrEqual(SCRIPT_BYTES_MAX);
  expect(bytes.Stylesheet).toBeGreaterThan(0);
  expect(bytes.Stylesheet).toBeLessThanOrEqual(STYLE_BYTES_MAX);
  expect([...asked].sort()).toEqual([baseURL, apiUrl()].sort());
  expect(shift.total(), shift.report()).toBeLessThan(SHIFT_MAX);
});

test('the layout does not shift when the turn comes', async ({ page }) => {
  const sale = await makeSale({ startingQuantity: 1 });
  const first = await holder(sale);
  await page.setViewportSize({ width: 390, height: 720 });
  const shift = await shifts(page);
  await joinSale(page, sale);
  await sees(page, 'reserved');
  // Shifts in the half second after a press count as wanted: on a page that was reloaded nothing was pressed.
  await page.reload();
  await sees(page, 'reserved');
  await first.leave();
  await sees(page, 'held');
  expect(shift.total(), shift.report()).toBeLessThan(SHIFT_MAX);
});

test('no element moves when the answers to joining and paying come late', async ({ page }) => {
  const sale = await makeSale();
  await page.setViewportSize({ width: 390, height: 720 });
  const shift = await shifts(page);
  // Later than the half second after a press in which a shift counts as wanted.
  await page.route(/\/orders\/(?:buy|confirm)$/, async (route) => {
    await new Promise((done) => setTimeout(done, LATE_MS));
    await route.continue();
  });
  await openSale(page, sale);
  await sees(page, 'join');
  const button = page.locator('form button[type=submit]');
  await page.locator('input[name=email]').fill(anEmail());
  const place = await button.boundingBox();
  await button.click();
  await sees(page, 'joining');
  expect(await button.boundingBox()).toEqual(place);
  await sees(page, 'held');
  await pay(page);
  await sees(page, 'paying');
  await sees(page, 'sold');
  await expect(headingOf(page)).toBeInViewport();
  expect(shift.total(), shift.report()).toBeLessThan(STILL_MAX);
});

for (const locale of ['en', 'de', 'ar'] as const) {
  test(`the button that joins stays in place while the answer is late, in ${locale}`, async ({
    page,
  }) => {
    const sale = await makeSale({ startingQuantity: 1 });
    await holder(sale);
    await page.setViewportSize({ width: 390, height: 720 });
    await page.route(/\/orders\/buy$/, async (route) => {
      await new Promise((done) => setTimeout(done, LATE_MS));
      await route.continue();
    });
    await openSale(page, sale, locale);
    await sees(page, 'joinReserved', locale);
    const button = page.locator('form button[type=submit]');
    await page.locator('input[name=email]').fill(anEmail());
    const place = await button.boundingBox();
    await button.click();
    await sees(page, 'joining', locale);
    expect(await button.boundingBox()).toEqual(place);
    await sees(page, 'reserved', locale);
  });
}

test('a receipt that comes late moves no link in view', async ({ page }) => {
  const sale = await makeSale();
  await page.setViewportSize({ width: 390, height: 720 });
  await joinSale(page, sale);
  await sees(page, 'held');
  await pay(page);
  await sees(page, 'sold');
  const shift = await shifts(page);
  await page.route(`${apiUrl()}/orders/*`, async (route) => {
    await new Promise((done) => setTimeout(done, LATE_MS));
    await route.continue();
  });
  await page.getByRole('link', { name: label('receipt') }).click();
  await expect(page.getByText(sale.name, { exact: true })).toBeVisible();
  expect(shift.total(), shift.report()).toBeLessThan(STILL_MAX);
});

test('a picture is loaded first, in reserved space, and shifts nothing', async ({ page }) => {
  const sale = await makeSale();
  await givePicture(page, sale);
  await page.setViewportSize({ width: 1280, height: 900 });
  const painted = await paints(page);
  const shift = await shifts(page);
  await page.goto(`/en/sales/${sale.id}/`);
  const picture = page.getByRole('img', { name: `Picture of ${sale.name}` });
  await expect(picture).toHaveAttribute('fetchpriority', 'high');
  await expect.poll(() => painted.at(-1)?.tag).toBe('IMG');
  await expect.poll(() => picture.evaluate((image) => image.clientHeight)).toBeGreaterThan(0);
  expect(shift.total(), shift.report()).toBeLessThan(SHIFT_MAX);
});

for (const path of ['list', 'sale'] as const) {
  test(`the largest element of the ${path} page is in its HTML`, { tag: '@main' }, async ({
    page,
  }) => {
    const sale = await makeSale();
    const address = path === 'list' ? '/en' : `/en/sales/${sale.id}/`;
    await page.setViewportSize({ width: 390, height: 720 });
    const painted = await paints(page);
    await page.goto(address);
    await expect(page.getByText(sale.name).first()).toBeVisible();
    await expect.poll(() => painted.at(-1)?.text).toBeTruthy();
    const shell = await (await page.request.get(address)).text();
    expect(shell).toContain(painted.at(-1)?.text);
  });
}
