import { openSale, sees } from '../../support/buyer-page.ts';
import { givePicture } from '../../support/picture.ts';
import { makeSale } from '../../support/shop.ts';
import { expect, test } from '../../support/test.ts';

test('the organiser’s picture of a sale is on its card and its page', async ({ page }) => {
  const sale = await makeSale();
  await givePicture(page, sale);
  const picture = page.getByRole('img', { name: `Picture of ${sale.name}` });
  const isDrawn = () =>
    picture.evaluate((image) => image instanceof HTMLImageElement && image.naturalWidth === 640);
  await page.goto('/en');
  await expect.poll(isDrawn).toBe(true);
  await expect(picture).toHaveAttribute('width', '640');
  await expect(picture).toHaveAttribute('height', '360');
  await openSale(page, sale);
  await sees(page, 'join');
  await expect.poll(isDrawn).toBe(true);
});

test('of a large picture a browser loads the copy that it draws, and loads it once', async ({
  page,
}) => {
  const sale = await makeSale();
  await givePicture(page, sale, { width: 1_600, height: 900 });
  await page.setViewportSize({ width: 1_280, height: 900 });
  const asked: string[] = [];
  page.on('request', (request) => request.url().includes('/picture?') && asked.push(request.url()));
  await openSale(page, sale);
  await sees(page, 'join');
  const picture = page.getByRole('img', { name: `Picture of ${sale.name}` });
  const shown = () =>
    picture.evaluate(
      (image) => image instanceof HTMLImageElement && [image.currentSrc, image.complete],
    );
  await expect.poll(shown).toEqual([expect.stringMatching(/&w=640$/), true]);
  expect(new Set(asked).size, asked.join('\n')).toBe(1);
});
