import { openSale, sees } from '../buyer-page.ts';
import { anEmail, makeSale } from '../shop.ts';
import { expect, test } from '../test.ts';
import { heading } from '../words.ts';

test.use({ javaScriptEnabled: false });

test('a purchase needs no JavaScript', { tag: '@main' }, async ({ page }) => {
  const sale = await makeSale();
  await openSale(page, sale);
  await page.getByRole('link', { name: /without JavaScript/ }).click();
  await page.getByLabel('E-mail').fill(anEmail());
  await page.locator('button[value=join]').click();
  await expect(async () => {
    await page.reload();
    expect(await page.locator('h1').textContent()).toMatch(heading('held'));
  }).toPass();
  await page.locator('button[value=confirm]').click();
  await sees(page, 'sold');
  await page.reload();
  await sees(page, 'sold');
});
