import { joinSale, openSale, pay, sees } from '../buyer-page.ts';
import { lookAt } from '../layout/look.ts';
import { holder } from '../other-buyer.ts';
import { makeSale } from '../shop.ts';
import { expect, test } from '../test.ts';
import { type Locale, label, screens } from '../words.ts';

const locales: Locale[] = ['en', 'de', 'ar'];
/** A bad connection shows a known state, dated. */
const connections: Record<string, string> = { reconnecting: 'waiting', disconnected: 'paused' };

// The checker is put into the page, which the page's own policy would forbid.
test.use({ bypassCSP: true });

for (const locale of locales) {
  test(`every state fits from a small phone to a desk: ${locale}`, async ({ page }) => {
    test.setTimeout(900_000);
    await page.goto(`/${locale}/__states`);
    for (const screen of [...screens, ...Object.keys(connections)]) {
      await page.evaluate((name) => {
        location.hash = name;
      }, screen);
      await expect(page.locator(`.sale-${connections[screen] ?? screen}`)).toBeVisible();
      // English ones are checked for accessibility by a test of their own.
      await lookAt(page, `${locale}-state-${screen}`, locale === 'ar');
    }
  });

  test(`every page fits from a small phone to a desk: ${locale}`, async ({ page }) => {
    test.setTimeout(300_000);
    await page.goto(`/${locale}/orders`);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await lookAt(page, `${locale}-orders-empty`);

    const sale = await makeSale();
    await openSale(page, sale, locale);
    await page.locator('input[name=email]').fill('ada@buyers.test');
    await page.locator('form button[type=submit]').click();
    await sees(page, 'held', locale);
    await pay(page);
    await sees(page, 'sold', locale);
    await page.getByRole('link', { name: label('receipt', locale) }).click();
    await expect(page.locator('dl.receipt')).toBeVisible();
    await lookAt(page, `${locale}-receipt`);
    await page.goto(`/${locale}/orders`);
    await expect(page.getByText(sale.name)).toBeVisible();
    await lookAt(page, `${locale}-orders`);

    await page.goto(`/${locale}`);
    await expect(page.getByText(sale.name)).toBeVisible();
    await lookAt(page, `${locale}-list`);
    for (const path of ['account', 'accessibility', 'privacy', 'imprint', 'no/such/page']) {
      await page.goto(`/${locale}/${path}`);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      await lookAt(page, `${locale}-${path.replaceAll('/', '-')}`);
    }
  });
}

test('the page without JavaScript fits from a small phone to a desk', async ({ page }) => {
  test.setTimeout(180_000);
  const sale = await makeSale({ startingQuantity: 1 });
  const first = await holder(sale);
  await page.goto(`/en/sales/${sale.id}/plain`);
  await lookAt(page, 'en-plain-join');
  await joinSale(page, sale);
  await sees(page, 'almost');
  await page.goto(`/en/sales/${sale.id}/plain`);
  await lookAt(page, 'en-plain-waiting');
  await first.leave();
  await openSale(page, sale);
  await sees(page, 'held');
  await page.goto(`/en/sales/${sale.id}/plain`);
  await lookAt(page, 'en-plain-held');
});
