import { expect, type Page } from '@playwright/test';
import { openSale, sees } from '../../support/buyer-page.ts';
import { holder } from '../../support/other-buyer.ts';
import { anEmail, aPassword, makeSale, type Sale } from '../../support/shop.ts';
import { test } from '../../support/test.ts';
import { heading, label } from '../../support/words.ts';

test.use({ javaScriptEnabled: false });

async function openPlain(page: Page, sale: Sale): Promise<void> {
  await openSale(page, sale);
  await page.getByRole('link', { name: /without JavaScript/ }).click();
}

async function joinPlain(page: Page, sale: Sale): Promise<void> {
  await openPlain(page, sale);
  await page.getByLabel('E-mail').fill(anEmail());
  await page.locator('button[value=join]').click();
}

/** Reloads, as this page does by itself every 20 seconds, until the state comes. */
const reloadsUntil = (page: Page, screen: string) =>
  expect(async () => {
    await page.reload();
    expect(await page.locator('h1').textContent()).toMatch(heading(screen));
  }).toPass();

test('a purchase needs no JavaScript', { tag: '@main' }, async ({ page }) => {
  await joinPlain(page, await makeSale());
  await reloadsUntil(page, 'held');
  await page.locator('button[value=confirm]').click();
  await sees(page, 'sold');
  await page.reload();
  await sees(page, 'sold');
});

test('waiting and leaving need no JavaScript', async ({ page }) => {
  const sale = await makeSale({ startingQuantity: 1 });
  const first = await holder(sale);
  await joinPlain(page, sale);
  await sees(page, 'reserved');
  await expect(page.getByText('You are number 1 of 1 in line.')).toBeVisible();
  await first.leave();
  await reloadsUntil(page, 'held');
  await page.getByText(label('leaveHold')).click();
  await page.locator('button[value=leave]').click();
  await reloadsUntil(page, 'join');
});

test('an account signs up, in and out, and buys, without JavaScript', async ({ page }) => {
  const sale = await makeSale({ identity: 'account' });
  const email = anEmail();
  await openPlain(page, sale);
  await sees(page, 'signIn');
  await page.getByText('Create an account').click();
  const signUp = page.locator('form', { has: page.locator('button[value=signUp]') });
  await signUp.getByLabel('Name').fill('Grace');
  await signUp.getByLabel('E-mail').fill(email);
  await signUp.getByLabel('Password').fill(aPassword);
  await page.locator('button[value=signUp]').click();
  await expect(page.getByText(`Signed in as ${email}.`)).toBeVisible();
  await page.locator('button[value=signOut]').click();
  await sees(page, 'signIn');

  const signIn = page.locator('form', { has: page.locator('button[value=signIn]') });
  await signIn.getByLabel('E-mail').fill(email);
  await signIn.getByLabel('Password').fill('not the right one');
  await page.locator('button[value=signIn]').click();
  await expect(page.getByRole('alert')).toContainText('Sign-in failed');
  await signIn.getByLabel('E-mail').fill(email);
  await signIn.getByLabel('Password').fill(aPassword);
  await page.locator('button[value=signIn]').click();
  await page.locator('button[value=join]').click();
  await reloadsUntil(page, 'held');
  await page.locator('button[value=confirm]').click();
  await sees(page, 'sold');
});
