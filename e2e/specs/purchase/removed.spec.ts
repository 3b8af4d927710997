import { joinSale, sees } from '../../support/buyer-page.ts';
import { holder } from '../../support/other-buyer.ts';
import { makeSale } from '../../support/shop.ts';
import { expect, test } from '../../support/test.ts';
import { label } from '../../support/words.ts';

test('a buyer removed by the organiser is told by whom', async ({ page }) => {
  const sale = await makeSale({ startingQuantity: 1 });
  await holder(sale);
  const email = await joinSale(page, sale);
  await sees(page, 'reserved');
  await sale.remove(email, 'Two places for one person');
  await sees(page, 'removed');
  await expect(page.getByText(/The organiser ended your place/)).toBeVisible();
  await expect(page.getByRole('link', { name: label('otherSales') })).toBeVisible();
});

test('a sale that ends while a buyer waits shows so without a reload', { tag: '@main' }, async ({
  page,
}) => {
  const sale = await makeSale({ startingQuantity: 1 });
  await holder(sale);
  await joinSale(page, sale);
  await sees(page, 'reserved');
  await sale.end('Closed early');
  await sees(page, 'ended');
  await expect(page.getByRole('link', { name: label('otherSales') })).toBeVisible();
});
