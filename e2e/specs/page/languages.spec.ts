import { randomUUID } from 'node:crypto';
import { join, openSale, pay, sees } from '../../support/buyer-page.ts';
import { openGallery, showState } from '../../support/gallery.ts';
import { makeSale } from '../../support/shop.ts';
import { expect, test } from '../../support/test.ts';
import { label } from '../../support/words.ts';

for (const [locale, direction, tag] of [
  ['de', 'ltr', []],
  // In the main run, because right-to-left layouts break most easily.
  ['ar', 'rtl', ['@main']],
] as const) {
  test(`a purchase works on a phone in ${locale}`, { tag: [...tag] }, async ({ page }) => {
    const sale = await makeSale();
    await page.setViewportSize({ width: 320, height: 640 });
    await openSale(page, sale, locale);
    await sees(page, 'join', locale);
    await expect(page.locator('html')).toHaveAttribute('dir', direction);
    await expect(page.locator('html')).toHaveAttribute('lang', new RegExp(`^${locale}`));
    await join(page);
    await sees(page, 'held', locale);
    await pay(page);
    await sees(page, 'sold', locale);
    await expect(page.getByRole('link', { name: label('receipt', locale) })).toBeVisible();
  });
}

test('the phone number on an Arabic receipt reads from left to right', async ({ page }) => {
  await openGallery(page, 'ar');
  await showState(page, 'receipt');
  const phone = page.getByText('+49 30 1234567', { exact: true });
  expect(await phone.evaluate((element) => getComputedStyle(element).direction)).toBe('ltr');
});

test('the name of a sale reads in its own direction on each page of an Arabic purchase', async ({
  page,
}) => {
  const name = `Mug (second edition ${randomUUID().slice(0, 8)})`;
  const sale = await makeSale({ name });
  const readsLeftToRight = async () => {
    const shown = page.getByText(name, { exact: true }).filter({ visible: true });
    await expect(shown.first()).toBeVisible();
    for (const each of await shown.all()) {
      await expect(each).toHaveCSS('direction', 'ltr');
    }
  };
  await page.goto('/ar');
  await readsLeftToRight();
  await openSale(page, sale, 'ar');
  await join(page);
  await sees(page, 'held', 'ar');
  await readsLeftToRight();
  await pay(page);
  await sees(page, 'sold', 'ar');
  await readsLeftToRight();
  await page.getByRole('link', { name: label('receipt', 'ar') }).click();
  await readsLeftToRight();
  await page.goto('/ar/orders');
  await readsLeftToRight();
});
