import { openSale, pay, sees } from '../../support/buyer-page.ts';
import { anEmail, aPassword, makeSale } from '../../support/shop.ts';
import { test } from '../../support/test.ts';

test('the place of an account is there on every device', { tag: '@main' }, async ({
  page,
  browser,
  baseURL,
}) => {
  const sale = await makeSale({ identity: 'account' });
  const email = anEmail();
  await openSale(page, sale);
  await sees(page, 'signIn');
  await page.getByRole('button', { name: 'Create an account' }).click();
  await page.getByLabel('Name').fill('Grace');
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password').fill(aPassword);
  await page.getByRole('button', { name: 'Create account' }).click();
  await page.getByRole('button', { name: 'Reserve one now' }).click();
  await sees(page, 'held');

  const device = await browser.newContext({ baseURL });
  const there = await device.newPage();
  await openSale(there, sale);
  await there.getByLabel('E-mail').fill(email);
  await there.getByLabel('Password').fill(aPassword);
  await there.locator('form').getByRole('button', { name: 'Sign in' }).click();
  await sees(there, 'held');
  await pay(there);
  await sees(there, 'sold');
  await sees(page, 'sold');
  await device.close();
});
