import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { get } from '../../support/call.ts';
import { holder, otherBuyer } from '../../support/other-buyer.ts';
import { anEmail, makeSale } from '../../support/shop.ts';
import { expect, test } from '../../support/test.ts';
import { adminUrl, member, type Person, signIn, statusOf } from '../../team/people.ts';

/** Half an hour off the others, so that no other clock shows the same. */
const CLOCK = 'Australia/Adelaide';

const bearer = ({ token }: Person) => ({ authorization: `Bearer ${token}` });

async function csvOf(page: Page, press: () => Promise<void>): Promise<string[]> {
  const [download] = await Promise.all([page.waitForEvent('download'), press()]);
  const text = await readFile(await download.path(), 'utf8');
  return text.split('\r\n').filter(Boolean);
}

test('support refunds an order, the next in line gets its unit, and the audit log has the reason', {
  tag: '@main',
}, async ({ page }) => {
  const sale = await makeSale({ startingQuantity: 2 });
  const first = await holder(sale);
  const { orderId } = await first.pay();
  await holder(sale);
  const waiting = await otherBuyer(sale);
  await waiting.becomes('waiting');

  const support = await member('support');
  await signIn(page, support, `/dashboard/flash-sales/${sale.id}/orders`);
  await page.getByRole('link', { name: first.email }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/^Order \w{3}-\w{3}-\w{3}$/);
  await expect(page.getByRole('link', { name: sale.name })).toBeVisible();
  const timeline = page.getByRole('region', { name: 'Timeline' });
  for (const step of ['Joined the line', 'Got a unit on hold', 'Bought']) {
    await expect(timeline.getByText(step, { exact: true })).toBeVisible();
  }

  await page.getByRole('button', { name: 'Refund', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: /^Refund/ });
  await expect(
    dialog.getByText('1 person is waiting: the first gets it immediately.'),
  ).toBeVisible();
  await dialog.getByLabel('Return it to the sale').check();
  const reason = 'The parcel came back';
  await dialog.getByLabel('Reason').fill(reason);
  await dialog.getByRole('button', { name: 'Refund and return the unit' }).click();
  await expect(page.getByText('Already refunded')).toBeVisible();
  await expect(timeline.getByText('Unit returned to the sale')).toBeVisible();
  await waiting.becomes('held');

  await page.goto(adminUrl(`/dashboard/flash-sales/${sale.id}/history`));
  const entry = page.getByRole('listitem').filter({ hasText: 'Refunded an order' });
  await expect(entry).toContainText(reason);
  await expect(entry).toContainText(orderId);
  await expect(entry).toContainText(support.email);
});

test('a list of orders is found by its address, and filtered by what the reader knows', async ({
  page,
}) => {
  const sale = await makeSale();
  const [one, two] = [await holder(sale), await holder(sale)];
  const { orderId } = await one.pay();
  await two.pay();
  await signIn(page, await member('support'), `/dashboard/orders?sale=${sale.id}`);
  const rows = page.getByRole('table', { name: 'Orders' }).getByRole('row');
  await expect(rows).toHaveCount(3);
  await page.getByLabel('Order or e-mail').fill(orderId);
  await expect(rows).toHaveCount(2);
  await expect(page).toHaveURL(new RegExp(`q=${orderId}`));
  await page.reload();
  await expect(page.getByRole('link', { name: one.email })).toBeVisible();
  await page.getByLabel('Order or e-mail').fill(two.email);
  await expect(page.getByRole('link', { name: two.email })).toBeVisible();
  await page.getByText('Refunded', { exact: true }).click();
  await expect(page.getByRole('heading', { name: 'No order matches' })).toBeVisible();
  await page.getByRole('button', { name: 'Clear filters' }).first().click();
  await expect(rows.nth(1)).toBeVisible();
});

test('the exported orders are those of the list, in the chosen time zone, without executable formulas', async ({
  page,
}) => {
  const sale = await makeSale({ startingQuantity: 3 });
  const emails = [`=hyperlink+${anEmail()}`, `-sum+${anEmail()}`, anEmail()];
  const orders: string[] = [];
  for (const email of emails) {
    const buyer = await otherBuyer(sale, email);
    await buyer.holds();
    orders.push((await buyer.pay()).orderId);
  }
  const other = await makeSale();
  await (await holder(other)).pay();

  const support = await member('support');
  await signIn(page, support, `/dashboard/orders?sale=${sale.id}`);
  await page.getByRole('button', { name: 'Export CSV' }).click();
  const dialog = page.getByRole('dialog', { name: 'Export orders' });
  for (const column of ['Sale id', 'Last change']) {
    await dialog.getByLabel(column).uncheck();
  }
  const zone = dialog.getByRole('combobox', { name: 'Time zone' });
  await zone.fill('Adelaide');
  await page.getByRole('option', { name: CLOCK }).click();
  const lines = await csvOf(page, () => dialog.getByRole('link', { name: 'Download' }).click());

  expect(lines[0]).toBe(
    `"Order id","Order number","Sale","E-mail","Unit","Payment","Amount","Currency","Bought at (${CLOCK})"`,
  );
  const cells = lines.slice(1).map((line) => line.slice(1, -1).split('","'));
  expect(cells.map(([id]) => id).sort()).toEqual([...orders].sort());
  expect(cells.map(([, , , email]) => email?.slice(0, 2)).sort()).toEqual(
    expect.arrayContaining(["'=", "'-"]),
  );
  const { items } = await get<{ items: { id: string; createdAt: string }[] }>(
    `/orders/admin/list?flashSaleId=${sale.id}`,
    bearer(support),
  );
  for (const { id, createdAt } of items) {
    const there = new Intl.DateTimeFormat('sv-SE', {
      timeZone: CLOCK,
      dateStyle: 'short',
      timeStyle: 'medium',
    }).format(new Date(createdAt));
    expect(cells.find(([one]) => one === id)?.at(-1)).toBe(there);
  }
});

test('a viewer cannot read orders, neither on the page nor through the API', async ({ page }) => {
  const viewer = await member('viewer');
  await signIn(page, viewer, '/dashboard/orders');
  await expect(page.getByText('Not for your role')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Export CSV' })).toHaveCount(0);
  expect(await statusOf('/orders/admin/list', viewer)).toBe(403);
  expect(await statusOf('/orders/admin/export.csv', viewer)).toBe(403);
});
