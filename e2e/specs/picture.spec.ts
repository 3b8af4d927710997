import { openSale, sees } from '../buyer-page.ts';
import { call } from '../call.ts';
import { makeSale } from '../shop.ts';
import { expect, test } from '../test.ts';

test('the organiser’s picture of a sale is on its card and its page', async ({ page }) => {
  const sale = await makeSale();
  await page.setContent('<body style="background: linear-gradient(teal, gold)">');
  const bytes = await page.screenshot({ clip: { x: 0, y: 0, width: 320, height: 180 } });
  await call('PUT', `/flash-sales/${sale.id}/picture`, bytes, {
    'content-type': 'image/png',
    authorization: `Bearer ${process.env.E2E_TOKEN}`,
  });
  const picture = page.getByRole('img', { name: `Picture of ${sale.name}` });
  const isDrawn = () =>
    picture.evaluate((image) => image instanceof HTMLImageElement && image.naturalWidth === 320);
  await page.goto('/en');
  await expect.poll(isDrawn).toBe(true);
  await expect(picture).toHaveAttribute('width', '320');
  await expect(picture).toHaveAttribute('height', '180');
  await openSale(page, sale);
  await sees(page, 'join');
  await expect.poll(isDrawn).toBe(true);
});
