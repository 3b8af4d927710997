import type { Page } from '@playwright/test';
import { joinSale, pay, sees } from '../../support/buyer-page.ts';
import { makeSale, type Sale } from '../../support/shop.ts';
import { expect, test } from '../../support/test.ts';

/** The shop handles the first request, but its answer never arrives. */
async function loseFirstAnswer(page: Page, path: string): Promise<() => number> {
  let asked = 0;
  await page.route(`**${path}`, async (route) => {
    asked += 1;
    const isFirst = asked === 1;
    const response = await route.fetch();
    await (isFirst ? route.abort() : route.fulfill({ response }));
  });
  return () => asked;
}

async function hasOneOrder(page: Page, sale: Sale): Promise<void> {
  await page.goto('/en/orders');
  await expect(page.getByRole('listitem').filter({ hasText: sale.name })).toHaveCount(1);
}

test('a payment whose answer is lost makes one order', { tag: '@main' }, async ({ page }) => {
  const sale = await makeSale();
  await joinSale(page, sale);
  await sees(page, 'held');
  const asked = await loseFirstAnswer(page, '/orders/confirm');
  await pay(page);
  await sees(page, 'sold');
  expect(asked()).toBeGreaterThan(0);
  await hasOneOrder(page, sale);
});

test('a join whose answer is lost takes one place', async ({ page }) => {
  const sale = await makeSale();
  const asked = await loseFirstAnswer(page, '/orders/buy');
  await joinSale(page, sale);
  await sees(page, 'held');
  expect(asked()).toBeGreaterThan(1);
  await expect(page.locator('.stock-words').first()).toContainText('1 on hold');
});

test('two presses of Pay make one order', async ({ page }) => {
  const sale = await makeSale();
  await joinSale(page, sale);
  await sees(page, 'held');
  await page.locator('#pay').dblclick();
  await sees(page, 'sold');
  await hasOneOrder(page, sale);
});
