import { join, openSale, pay, sees } from '../../buyer-page.ts';
import { makeSale } from '../../shop.ts';
import { expect, test } from '../../test.ts';
import { label } from '../../words.ts';

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
