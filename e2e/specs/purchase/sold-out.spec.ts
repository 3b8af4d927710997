import { openSale, sees } from '../../support/buyer-page.ts';
import { holder } from '../../support/other-buyer.ts';
import { makeSale } from '../../support/shop.ts';
import { expect, test } from '../../support/test.ts';

test('the page of a sold-out sale offers other sales that can be bought', async ({ page }) => {
  const sale = await makeSale({ startingQuantity: 1 });
  await makeSale();
  await (await holder(sale)).pay();
  await openSale(page, sale);
  await sees(page, 'soldOut');
  const offered = page.getByRole('region', { name: 'More sales' }).getByRole('link');
  await expect(offered.first()).toBeVisible();
  expect(await offered.count()).toBeLessThanOrEqual(3);
  for (const link of await offered.all()) {
    await expect(link).not.toHaveAttribute('href', new RegExp(sale.id));
    await expect(link).not.toContainText('Sold out');
  }
  await offered.first().click();
  await expect(page.locator('.product h2')).toBeVisible();
});
