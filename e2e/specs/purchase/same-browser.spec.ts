import type { Page } from '@playwright/test';
import { join, joinSale, openSale, pay, sees } from '../../support/buyer-page.ts';
import { apiUrl } from '../../support/call.ts';
import { holder } from '../../support/other-buyer.ts';
import { makeSale } from '../../support/shop.ts';
import { expect, test } from '../../support/test.ts';
import { label } from '../../support/words.ts';

test('two tabs that pay at once make one order', { tag: '@main' }, async ({ page, context }) => {
  const sale = await makeSale();
  const email = await joinSale(page, sale);
  await sees(page, 'held');
  const tab = await context.newPage();
  await openSale(tab, sale);
  await sees(tab, 'held');

  // Not `pay`, which waits for the button: the first payment removes it from the second tab.
  const press = (each: Page) =>
    each.evaluate(() => document.querySelector<HTMLButtonElement>('#pay')?.click());
  await Promise.all([press(page), press(tab)]);
  for (const each of [page, tab]) {
    await sees(each, 'sold');
  }
  const query = new URLSearchParams({ email, flashSaleId: sale.id });
  const answer = await context.request.get(`${apiUrl()}/orders/by-email?${query}`);
  expect((await answer.json()).total).toBe(1);
});

test('a reload changes nothing, in line, on hold and after the purchase', { tag: '@main' }, async ({
  page,
}) => {
  const sale = await makeSale({ startingQuantity: 1 });
  const first = await holder(sale);
  await openSale(page, sale);
  await sees(page, 'joinReserved');
  await page.reload();
  await sees(page, 'joinReserved');
  await joinSale(page, sale);
  await sees(page, 'reserved');
  await page.reload();
  await sees(page, 'reserved');
  await expect(page.locator('p.lead')).toHaveText('You are next.');
  await first.leave();
  await sees(page, 'held');
  await page.reload();
  await sees(page, 'held');
  await pay(page);
  await sees(page, 'sold');
  await page.reload();
  await sees(page, 'sold');
});

test('a buyer with an order who joins again is shown that order', { tag: '@main' }, async ({
  page,
  context,
}) => {
  const sale = await makeSale();
  const tab = await context.newPage();
  await openSale(tab, sale);
  await sees(tab, 'join');
  const email = await joinSale(page, sale);
  await pay(page);
  await sees(page, 'sold');
  await join(tab, email);
  await sees(tab, 'bought');
  await expect(tab.getByRole('link', { name: label('receipt') })).toBeVisible();
});

test('a place survives the closing of its tab', { tag: '@main' }, async ({ page, context }) => {
  const sale = await makeSale({ startingQuantity: 1 });
  const first = await holder(sale);
  await joinSale(page, sale);
  await sees(page, 'reserved');
  await page.close();
  const again = await context.newPage();
  await openSale(again, sale);
  await sees(again, 'reserved');
  await again.close();
  await first.leave();
  const last = await context.newPage();
  await openSale(last, sale);
  await sees(last, 'held');
});
