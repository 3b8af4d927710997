import type { Page } from '@playwright/test';
import { get } from '../../support/call.ts';
import { holder, otherBuyer } from '../../support/other-buyer.ts';
import { inMinutes, makeSale } from '../../support/shop.ts';
import { expect, test } from '../../support/test.ts';
import { inspect } from '../../team/inspect.ts';
import { adminUrl, member, signIn } from '../../team/people.ts';

test.use({ bypassCSP: true, contextOptions: { reducedMotion: 'reduce' } });

async function find(page: Page, words: string, option: RegExp): Promise<void> {
  await page.getByRole('button', { name: /^Find/ }).click();
  await page.getByRole('combobox', { name: /^Find a sale/ }).fill(words);
  await expect(page.getByRole('option', { name: option })).toBeVisible();
}

test('one search leads to an order, to the place of a person, and to what a request did', {
  tag: '@main',
}, async ({ page }) => {
  const sale = await makeSale({ startingQuantity: 2 });
  const { orderId } = await (await holder(sale)).pay();
  await holder(sale);
  const waiting = await otherBuyer(sale);
  const operator = await member('operator');
  await signIn(page, operator);

  const authorization = `Bearer ${operator.token}`;
  const { orderCode } = await get<{ orderCode: string }>(`/orders/admin/detail/${orderId}`, {
    authorization,
  });
  await find(page, orderCode.toLowerCase().replaceAll('-', ''), /^Order /);
  await inspect(page, 'search');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(`Order ${orderCode}`);
  await page.getByLabel('New note').fill('Called about the delivery.');
  await page.getByRole('button', { name: 'Add note' }).click();
  const notes = page.getByRole('region', { name: 'Notes' });
  await expect(notes.getByRole('listitem')).toContainText('Called about the delivery.');
  await expect(notes.getByRole('listitem')).toContainText(operator.email);
  await expect(page.getByLabel('New note')).toHaveValue('');
  await inspect(page, 'order-notes');

  await find(page, waiting.email, /Waiting, place 1/);
  await page.keyboard.press('Enter');
  const place = page.getByRole('dialog', { name: 'Place' });
  await expect(place.getByRole('article')).toContainText('Waiting');
  await expect(page).not.toHaveURL(new RegExp(encodeURIComponent(waiting.email)));
  await page.keyboard.press('Escape');
  await expect(place).toBeHidden();

  const holders = page.getByRole('table', { name: 'Buyers who hold a unit' });
  await expect(holders.getByRole('row')).toHaveCount(2);
  await inspect(page, 'line-holders');
  await holders.getByRole('button', { name: /^Open the place of / }).click();
  await expect(place.getByRole('article')).toContainText('Holds a unit');
  await place.getByRole('button', { name: 'Release the hold' }).click();
  await page.getByRole('button', { name: 'Asked for by the buyer.' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Release', exact: true }).click();
  await waiting.becomes('held');

  const { items } = await get<{ items: { requestId: string }[] }>(
    `/audit?action=buyer.release&flashSaleId=${sale.id}`,
    { authorization },
  );
  await page.goto(adminUrl('/dashboard/flash-sales'));
  await find(page, items[0]?.requestId ?? '', /^Released a hold/);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('listitem').filter({ hasText: 'Released a hold' })).toHaveCount(1);
});

test('a filter of orders is saved as a view, and shown again after a reload', async ({ page }) => {
  await signIn(page, await member('support'), '/dashboard/orders');
  await page.getByText('Refunded', { exact: true }).click();
  await page.getByRole('button', { name: 'Save view' }).click();
  await page.getByLabel('Name of the view').fill('Money back');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByRole('button', { name: 'Clear filters' }).first().click();
  await expect(page).not.toHaveURL(/status=/);
  await page.reload();
  await page.getByRole('button', { name: 'Views (1)' }).click();
  await inspect(page, 'views');
  await page.getByRole('button', { name: 'Money back', exact: true }).click();
  await expect(page).toHaveURL(/status=refunded/);
});

test('a draft is shown by its link to a person without an account, who can press nothing', async ({
  page,
  browser,
}) => {
  const sale = await makeSale({ draft: true, startsAt: inMinutes(60), endsAt: inMinutes(120) });
  await signIn(page, await member('operator'), `/dashboard/flash-sales/${sale.id}`);
  await page.getByRole('button', { name: 'Preview link' }).click();
  const dialog = page.getByRole('dialog', { name: 'Preview of this draft' });
  const link = await dialog.getByLabel('Link').inputValue();
  await inspect(page, 'preview-link');

  const stranger = await browser.newContext({ bypassCSP: true, reducedMotion: 'reduce' });
  const shop = await stranger.newPage();
  await shop.goto(link);
  await expect(shop.getByText('Preview of a draft')).toBeVisible();
  await expect(shop.getByRole('heading', { level: 1 })).toHaveText('The line opens in');
  await expect(shop.getByRole('heading', { level: 2, name: sale.name })).toBeVisible();
  for (const button of await shop.getByRole('group').getByRole('button').all()) {
    await expect(button).toBeDisabled();
  }
  await inspect(shop, 'preview');
  await shop.goto(`${link.slice(0, -2)}zz`);
  await shop.reload();
  await expect(shop.getByText('This preview has ended')).toBeVisible();
  await stranger.close();
});
