import { joinSale, pay, sees } from '../../support/buyer-page.ts';
import { holder } from '../../support/other-buyer.ts';
import { makeSale } from '../../support/shop.ts';
import { expect, test } from '../../support/test.ts';
import { label } from '../../support/words.ts';

test('details being typed when the turn comes keep their field, focus and text', {
  tag: '@main',
}, async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 360 });
  const sale = await makeSale({ startingQuantity: 1 });
  const first = await holder(sale);
  await joinSale(page, sale);
  await sees(page, 'reserved');
  await page.getByText(label('details')).click();
  const name = page.getByLabel(label('name'));
  await name.click();
  await page.keyboard.type('Ada');
  // So far down that the Pay button, when it comes, is above the screen.
  await name.evaluate((field) => window.scrollBy(0, field.getBoundingClientRect().top - 110));
  const top = () => name.evaluate((field) => field.getBoundingClientRect().top);
  const before = await top();

  await first.leave();
  await sees(page, 'held');
  await page.keyboard.type(' Lovelace');
  await expect(name).toBeFocused();
  await expect(name).toHaveValue('Ada Lovelace');
  expect(Math.abs((await top()) - before)).toBeLessThan(2);

  // The bar shows the turn from here and leads to the Pay button.
  await page.locator('.turn-bar').getByRole('link').click();
  await pay(page);
  await sees(page, 'sold');
});
