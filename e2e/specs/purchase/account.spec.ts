import { readFile } from 'node:fs/promises';
import { openSale, pay, sees } from '../../support/buyer-page.ts';
import { anEmail, aPassword, makeSale } from '../../support/shop.ts';
import { expect, test } from '../../support/test.ts';

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

test('the holder of an account saves a copy of their data and deletes the account', async ({
  page,
}) => {
  const email = anEmail();
  await page.goto('/account');
  await page.getByRole('button', { name: 'Create an account' }).click();
  await page.getByLabel('Name').fill('Grace');
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password').fill(aPassword);
  await page.getByRole('button', { name: 'Create account' }).click();
  const saving = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download my data' }).click();
  const copy = await readFile(await (await saving).path(), 'utf8');
  expect(JSON.parse(copy)).toMatchObject({ email, account: { name: 'Grace' }, orders: [] });

  await page.getByText('Delete my account').click();
  await page.getByLabel('Password').fill('not the password');
  await page.getByRole('button', { name: 'Delete permanently' }).click();
  await expect(page.getByText('Signed in as')).toBeVisible();
  await page.getByLabel('Password').fill(aPassword);
  await page.getByRole('button', { name: 'Delete permanently' }).click();
  await expect(page.getByText('Your account is deleted')).toBeVisible();
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password').fill(aPassword);
  await page.locator('form').getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByText('Your account is deleted')).toBeVisible();
  await expect(page.getByText('Signed in as')).toBeHidden();
});
