import type { Page } from '@playwright/test';
import { join, openSale, sees } from '../../support/buyer-page.ts';
import { apiUrl } from '../../support/call.ts';
import { holder, otherBuyer } from '../../support/other-buyer.ts';
import { anEmail, makeSale } from '../../support/shop.ts';
import { expect, test } from '../../support/test.ts';

const hasNoCode = async (page: Page) =>
  expect(await page.locator('main').textContent()).not.toMatch(/[A-Z]{3,}_[A-Z]+/);

test('a buyer in line in another browser is told to use that one', { tag: '@main' }, async ({
  page,
}) => {
  const sale = await makeSale({ startingQuantity: 1 });
  await holder(sale);
  const elsewhere = await otherBuyer(sale);
  await openSale(page, sale);
  await join(page, elsewhere.email);
  await expect(page.getByText('Already in line', { exact: true })).toBeVisible();
  await expect(page.getByText(/Use the browser you joined with/)).toBeVisible();
  await sees(page, 'joinReserved');
  await hasNoCode(page);
});

test('a buyer who tries to sign in too often is asked to wait', async ({ page }) => {
  const sale = await makeSale({ identity: 'account' });
  const email = anEmail();
  await openSale(page, sale);
  await sees(page, 'signIn');
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password').fill('not the right one');
  const signIn = page.locator('form').getByRole('button', { name: 'Sign in' });
  await expect(async () => {
    await tryOften(page, email);
    await signIn.click();
    await expect(page.getByText('Too many requests')).toBeVisible({ timeout: 5_000 });
  }).toPass();
  await hasNoCode(page);
});

/** From the page itself, because the limit counts by address. */
const tryOften = (page: Page, email: string) =>
  page.evaluate(
    async ([url = '', body = '']) => {
      const headers = { 'content-type': 'application/json' };
      const once = () => fetch(url, { method: 'POST', headers, body, credentials: 'include' });
      await Promise.all([once(), once(), once(), once(), once(), once()]);
    },
    [`${apiUrl()}/api/auth/sign-in/email`, JSON.stringify({ email, password: 'wrong' })],
  );
