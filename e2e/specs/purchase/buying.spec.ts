import { choosePayment, join, joinSale, pay, sees } from '../../support/buyer-page.ts';
import { makeSale } from '../../support/shop.ts';
import { expect, test } from '../../support/test.ts';
import { label } from '../../support/words.ts';

test('a guest buys in three presses from the list, and no other server is asked', {
  tag: '@main',
}, async ({ page, baseURL }) => {
  const sale = await makeSale();
  const asked = new Set<string>();
  page.on('request', (request) => asked.add(new URL(request.url()).hostname));
  await page.goto('/en');

  await page.getByRole('link', { name: sale.name }).click();
  await join(page);
  await sees(page, 'held');
  await expect(page).toHaveTitle(/YOUR TURN/);
  await expect(page.locator('p[role=alert]')).toHaveText(/It is your turn/);
  await pay(page);

  await sees(page, 'sold');
  await page.getByRole('link', { name: label('receipt') }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Receipt');
  await expect(page.getByText(sale.name).first()).toBeVisible();
  expect([...asked]).toEqual([new URL(baseURL ?? '').hostname]);
});

test('a declined payment keeps the hold and what was filled in', { tag: '@main' }, async ({
  page,
}) => {
  const sale = await makeSale();
  await joinSale(page, sale);
  await sees(page, 'held');
  await choosePayment(page, 'decline');
  await page.getByLabel('Name (optional)').fill('Ada');
  await pay(page);
  await sees(page, 'failed');
  await expect(page.getByLabel(label('payment'))).toBeVisible();
  await expect(page.getByLabel(label('name'))).toHaveValue('Ada');
  await choosePayment(page, 'ok');
  await pay(page);
  await sees(page, 'sold');
});
