import { joinSale, pay, sees } from '../../support/buyer-page.ts';
import { makeSale } from '../../support/shop.ts';
import { expect, test } from '../../support/test.ts';
import { label } from '../../support/words.ts';

test.use({ colorScheme: 'dark' });

test('a receipt prints black on white, on one page, without controls', async ({ page }) => {
  const sale = await makeSale();
  await joinSale(page, sale);
  await sees(page, 'held');
  await pay(page);
  await sees(page, 'sold');
  await page.getByRole('link', { name: label('receipt') }).click();
  await expect(page.getByRole('button', { name: 'Print' })).toBeVisible();

  await page.emulateMedia({ media: 'print' });
  const body = page.locator('body');
  await expect(body).toHaveCSS('background-color', 'rgb(255, 255, 255)');
  for (const words of [
    page.locator('h1'),
    page.locator('dt').first(),
    page.locator('dd').first(),
  ]) {
    await expect(words).toHaveCSS('color', 'rgb(0, 0, 0)');
  }
  await expect(page.getByText(sale.name)).toBeVisible();
  await expect(page.getByText('€25.00')).toBeVisible();
  const chrome = page.locator('header, footer, button, a').filter({ visible: true });
  await expect(chrome).toHaveCount(0);

  await page.screenshot({ path: 'test-results/looks/en-receipt-print.png', fullPage: true });
  const pdf = await page.pdf({ format: 'A4' });
  expect(pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)).toHaveLength(1);
});
