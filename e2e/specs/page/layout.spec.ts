import { checkLayout } from '../../layout/check-layout.ts';
import { joinSale, openSale, pay, sees } from '../../support/buyer-page.ts';
import { openGallery, shownStates, showState } from '../../support/gallery.ts';
import { holder } from '../../support/other-buyer.ts';
import { makeSale } from '../../support/shop.ts';
import { expect, test } from '../../support/test.ts';
import { type Locale, label } from '../../support/words.ts';

const locales: Locale[] = ['en', 'de', 'ar'];

// axe runs inside the page, which the policy of the page would forbid.
test.use({ bypassCSP: true });

for (const locale of locales) {
  test(`every state fits from a small phone to a desk: ${locale}`, async ({ page }) => {
    test.setTimeout(900_000);
    await openGallery(page, locale);
    for (const screen of shownStates) {
      await showState(page, screen);
      // English ones are checked for accessibility by a test of their own.
      await checkLayout(page, `${locale}-state-${screen}`, { isChecked: locale !== 'en' });
    }
  });

  test(`every page fits from a small phone to a desk: ${locale}`, async ({ page }) => {
    test.setTimeout(300_000);
    await page.goto(`/${locale}/orders`);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await checkLayout(page, `${locale}-orders-empty`);

    const sale = await makeSale();
    await openSale(page, sale, locale);
    await page.locator('input[name=email]').fill('ada@buyers.test');
    await page.locator('form button[type=submit]').click();
    await sees(page, 'held', locale);
    await pay(page);
    await sees(page, 'sold', locale);
    await page.getByRole('link', { name: label('receipt', locale) }).click();
    await expect(page.locator('dl.receipt')).toBeVisible();
    await checkLayout(page, `${locale}-receipt`);
    await page.goto(`/${locale}/orders`);
    await expect(page.getByText(sale.name)).toBeVisible();
    await checkLayout(page, `${locale}-orders`);

    await page.goto(`/${locale}`);
    await expect(page.getByText(sale.name)).toBeVisible();
    await checkLayout(page, `${locale}-list`);
    for (const path of [
      'account',
      'password',
      'accessibility',
      'privacy',
      'imprint',
      'no/such/page',
    ]) {
      await page.goto(`/${locale}/${path}`);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      await checkLayout(page, `${locale}-${path.replaceAll('/', '-')}`);
    }
  });
}

for (const locale of locales) {
  test(`each result of the test payment fits its field on the smallest phone: ${locale}`, async ({
    page,
  }) => {
    await page.setViewportSize({ width: 320, height: 720 });
    await openGallery(page, locale);
    await showState(page, 'delivery');
    const choice = page.getByLabel(label('payment', locale));
    if (!(await choice.isVisible())) {
      await page.getByText(label('details', locale)).click();
    }
    const [given, needed] = await choice.evaluate((select) => {
      const { width } = select.getBoundingClientRect();
      // Its own width is that of its longest text.
      select.style.width = 'max-content';
      return [width, select.getBoundingClientRect().width];
    });
    expect(needed).toBeLessThanOrEqual(given);
  });
}

/** Without scripts only a refresh can show the turn; a link on the page switches it off. */
const refreshing = { except: ['meta-refresh'] };

test('the page without JavaScript fits from a small phone to a desk', async ({ page }) => {
  test.setTimeout(180_000);
  const sale = await makeSale({ startingQuantity: 1 });
  const first = await holder(sale);
  await page.goto(`/en/sales/${sale.id}/plain`);
  await checkLayout(page, 'en-plain-join', refreshing);
  await joinSale(page, sale);
  await sees(page, 'reserved');
  await page.goto(`/en/sales/${sale.id}/plain`);
  await checkLayout(page, 'en-plain-waiting', refreshing);
  await page.goto(`/en/sales/${sale.id}/plain?still`);
  await checkLayout(page, 'en-plain-still');
  await first.leave();
  await openSale(page, sale);
  await sees(page, 'held');
  await page.goto(`/en/sales/${sale.id}/plain`);
  await checkLayout(page, 'en-plain-held', refreshing);
});
