import { readFile } from 'node:fs/promises';
import type { Analytics } from '@flash/shared-types';
import { call, get } from '../../support/call.ts';
import { holder, otherBuyer } from '../../support/other-buyer.ts';
import { makeSale } from '../../support/shop.ts';
import { expect, test } from '../../support/test.ts';
import { member, type Person, signIn } from '../../team/people.ts';

const bearer = ({ token }: Person) => ({ authorization: `Bearer ${token}` });

test('the history of a sale lists a change field by field, and its CSV contains no formulas', async ({
  page,
}) => {
  const sale = await makeSale();
  const operator = await member('operator');
  const reason = '=HYPERLINK("http://trap.test")';
  await call('POST', `/flash-sales/${sale.id}/stock`, { by: 45, reason }, bearer(operator));
  await signIn(page, await member('viewer'), `/dashboard/flash-sales/${sale.id}/history`);
  const entry = page.getByRole('listitem').filter({ hasText: 'Changed the stock' });
  await expect(entry).toContainText(operator.email);
  await expect(entry).toContainText(reason);
  await entry.getByText('Show details').click();
  await expect(entry.getByText(/IP .+request/)).toBeVisible();

  await page.getByLabel('Who').fill(operator.email);
  await expect(page.getByText('1–1 of 1 entry')).toBeVisible();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Export CSV' }).click(),
  ]);
  const text = await readFile(await download.path(), 'utf8');
  const lines = text.split('\r\n').filter(Boolean);
  expect(lines).toHaveLength(2);
  expect(lines[1]).toContain('"\'=HYPERLINK(""http://trap.test"")"');
});

test('the analytics of a sold-out sale show the numbers of the API', async ({ page }) => {
  const sale = await makeSale({ startingQuantity: 2, pricePerUnit: 25 });
  const first = await holder(sale);
  const leaver = await holder(sale);
  const waiting = await otherBuyer(sale);
  await leaver.leave();
  await waiting.becomes('held');
  for (const buyer of [first, waiting]) {
    await buyer.pay();
  }
  await sale.end('Everything is sold');

  const viewer = await member('viewer');
  const path = `/flash-sales/${sale.id}/analytics`;
  const told = () => get<Analytics>(path, bearer(viewer));
  await expect.poll(async () => (await told()).complete).toBe(true);
  const { funnel, stock } = await told();
  expect(funnel).toEqual({ joined: 3, held: 3, bought: 2 });

  await signIn(page, viewer, `/dashboard${path}`);
  const panel = (name: string) => page.getByRole('region', { name, exact: true });
  await expect(page.getByText(`100 % of ${stock}`)).toBeVisible();
  await expect(page.getByText('€50.00')).toBeVisible();
  await expect(panel('From the line to the order')).toContainText('2 · 67 %');
  await expect(panel('Outcomes and payment')).toContainText('Left the line1');
  await expect(page.getByText('The sale is still running')).toHaveCount(0);
  await panel('Sold over time').getByText('As a table').click();
  const last = panel('Sold over time').getByRole('row').last();
  await expect(last.getByRole('cell').nth(3)).toHaveText('2');
});

test('before the start the analytics say when the sale starts', async ({ page }) => {
  const sale = await makeSale({ startsAt: new Date(Date.now() + 3_000_000).toISOString() });
  await signIn(page, await member('viewer'), `/dashboard/flash-sales/${sale.id}/analytics`);
  await expect(page.getByRole('heading', { name: 'No data yet' })).toBeVisible();
});

test('personal data can be shown, exported and deleted, but not deleted during a running sale', {
  tag: '@main',
}, async ({ page }) => {
  const sale = await makeSale({ startingQuantity: 1 });
  const buyer = await holder(sale);
  const { orderId } = await buyer.pay();
  await signIn(page, await member('owner'), '/dashboard/privacy');
  await page.getByLabel('E-mail of the person').fill(buyer.email);
  await page.getByLabel('Reason').fill('Asked for in writing');
  await page.getByRole('button', { name: 'Look up' }).click();
  const kept = page.getByRole('region', { name: `Data about ${buyer.email}` });
  await expect(kept.locator(`a[href$="/orders/${orderId}"]`)).toBeVisible();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    kept.getByRole('button', { name: 'Save as JSON' }).click(),
  ]);
  expect(JSON.parse(await readFile(await download.path(), 'utf8'))).toMatchObject({
    email: buyer.email,
    orders: [{ id: orderId }],
  });

  await page.getByRole('button', { name: /Delete personal data/ }).click();
  const dialog = page.getByRole('dialog', { name: 'Delete personal data' });
  await dialog.getByLabel('Reason').fill('Asked for in writing');
  const forget = dialog.getByRole('button', { name: 'Delete permanently' });
  await expect(forget).toBeDisabled();
  await dialog.getByLabel(/to confirm/).fill(buyer.email);
  await forget.click();
  await expect(dialog.getByText('Still part of a sale')).toBeVisible();
  await sale.end('Sold out');
  await forget.click();
  await expect(page.getByText(/^Deleted: .*the buyer of 1 order/)).toBeVisible();
  await page.goto(`${process.env.E2E_ADMIN}/dashboard/orders/${orderId}`);
  await expect(page.getByText('deleted on request').first()).toBeVisible();
  await expect(page.getByText(buyer.email)).toHaveCount(0);
});

test('comparing both stores reports in words that they agree', async ({ page }) => {
  const sale = await makeSale({ startingQuantity: 2 });
  await (await holder(sale)).pay();
  await signIn(page, await member('viewer'), '/dashboard/system');
  await page.getByRole('button', { name: `Check now: ${sale.name}` }).click();
  await expect(page.getByText('Both say 1 sold of 2.')).toBeVisible();
  await expect(page.getByRole('region', { name: 'MongoDB (orders)' })).toContainText('Connected');
});
