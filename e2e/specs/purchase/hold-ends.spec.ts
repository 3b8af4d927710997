import { headingOf, joinSale, pay, sees } from '../../support/buyer-page.ts';
import { holder } from '../../support/other-buyer.ts';
import { makeSale } from '../../support/shop.ts';
import { expect, test } from '../../support/test.ts';
import { heading, label } from '../../support/words.ts';

test('an expired hold is announced, and one press joins again', { tag: '@main' }, async ({
  page,
}) => {
  const sale = await makeSale({ startingQuantity: 1, holdTtlSeconds: 15, extensions: 0 });
  await joinSale(page, sale);
  await sees(page, 'ending');
  await sees(page, 'expired');
  await expect(page.locator('p[role=alert]')).toHaveText(/expired/);
  await page.reload();
  await sees(page, 'expired');
  await page.getByRole('button', { name: label('again') }).click();
  await sees(page, 'ending');
  await pay(page);
  await sees(page, 'sold');
});

test('one press adds time to a hold', async ({ page }) => {
  const sale = await makeSale({ holdTtlSeconds: 60 });
  await joinSale(page, sale);
  await sees(page, 'ending');
  await page.getByRole('button', { name: 'Add 5 min' }).click();
  await sees(page, 'held');
  await expect(page.getByRole('timer')).toHaveText(/5:\d\d/);
});

test('a buyer still in line after the last unit is sold gets a returned unit', {
  tag: '@main',
}, async ({ page }) => {
  const sale = await makeSale({ startingQuantity: 1 });
  const buyer = await holder(sale);
  await joinSale(page, sale);
  await sees(page, 'reserved');
  const { orderId } = await buyer.pay();
  await sees(page, 'soldOutInLine');
  await page.reload();
  await sees(page, 'soldOutInLine');
  await sale.refund(orderId);
  // Far less than polling alone would need.
  await expect(headingOf(page)).toHaveText(heading('held'), { timeout: 8_000 });
});
