import type { Page } from '@playwright/test';
import { totp } from '../../../libs/testing/src/totp.ts';
import { anEmail, aPassword } from '../../support/shop.ts';
import { expect, test } from '../../support/test.ts';
import { inspect } from '../../team/inspect.ts';
import {
  adminUrl,
  endOtherSessions,
  fillSignIn,
  member,
  signIn,
  someone,
} from '../../team/people.ts';

test.use({ bypassCSP: true, contextOptions: { reducedMotion: 'reduce' } });

const sales = (page: Page) => page.getByRole('heading', { level: 1, name: 'Flash sales' });
const signOut = async (page: Page) => {
  await page.getByRole('button', { name: /account menu/ }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
};

test('the first owner signs up, signs out and signs in again', { tag: '@main' }, async ({
  page,
}) => {
  const email = anEmail();
  await page.goto(adminUrl('/login'));
  await page.getByRole('button', { name: 'Create an account' }).click();
  await page.getByLabel('Your name').fill('Ada Lovelace');
  await page.getByLabel('E-mail').fill(email);
  const create = page.getByRole('button', { name: 'Create account' });
  await page.getByLabel(/^Password/).fill('short');
  await expect(page.getByText('7 more to go')).toBeVisible();
  await expect(create).toBeDisabled();
  await page.getByLabel(/^Password/).fill(aPassword);
  await create.click();
  await expect(sales(page)).toBeVisible();
  await signOut(page);

  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  await fillSignIn(page, email, 'not my password');
  await expect(page.getByText('Sign-in failed')).toBeVisible();
  await expect(page.getByLabel('E-mail')).toHaveValue(email);
  await fillSignIn(page, email);
  await expect(sales(page)).toBeVisible();
});

test('a malformed e-mail address is refused beside its field', async ({ page }) => {
  await page.goto(adminUrl('/login'));
  await fillSignIn(page, 'ada@example');
  const email = page.getByLabel('E-mail');
  await expect(email).toHaveAccessibleDescription(/Enter a full e-mail address/);
  await expect(email).toBeFocused();
  await expect(page.getByText('The request is not valid')).toHaveCount(0);
});

test('a link to a page opens that page after signing in', async ({ page }) => {
  const viewer = await member('viewer');
  await page.goto(adminUrl('/dashboard/account'));
  await fillSignIn(page, viewer.email);
  await expect(page.getByRole('heading', { name: 'Account and security' })).toBeVisible();
  await expect(page).toHaveTitle(/^Account and security/);
  await expect(page.getByText('Can view sales, lines and the audit log')).toBeVisible();
});

test('too many sign-in attempts show how long to wait, and signing in works afterwards', async ({
  page,
}) => {
  const viewer = await member('viewer');
  await page.goto(adminUrl('/login'));
  const press = page.getByRole('button', { name: 'Sign in' });
  const stopped = page.getByText(/Try again in \d+ s/);
  await expect(async () => {
    await fillSignIn(page, viewer.email, 'a guess');
    await expect(stopped).toBeVisible({ timeout: 500 });
  }).toPass();
  await expect(press).toBeDisabled();
  await expect(press).toBeEnabled();
  await fillSignIn(page, viewer.email);
  await expect(sales(page)).toBeVisible();
});

test('a second factor is turned on and required, and a recovery code works in its place', async ({
  page,
}) => {
  const operator = await member('operator');
  await signIn(page, operator, '/dashboard/account');
  await page.getByRole('button', { name: 'Turn on two-factor' }).click();
  await page.getByLabel('Your password').fill(aPassword);
  await page.getByRole('button', { name: 'Continue' }).click();
  const secret = (await page.getByTestId('secret').textContent()) ?? '';
  await expect(page.getByRole('img', { name: /QR code/ })).toBeVisible();
  await inspect(page, 'two-factor-code');
  await page.getByLabel('6-digit code').fill(totp(secret));
  await page.getByRole('button', { name: 'Turn on' }).click();
  const kept = page.getByRole('list', { name: 'Recovery codes' }).locator('li');
  await expect(kept.first()).toBeVisible();
  const codes = await kept.allTextContents();
  expect(codes.length).toBeGreaterThan(4);
  await inspect(page, 'recovery-codes');
  const done = page.getByRole('button', { name: 'Done' });
  await expect(done).toBeDisabled();
  await page.getByLabel(/I have saved these codes/).check();
  await done.click();
  await expect(page.getByRole('button', { name: 'New recovery codes' })).toBeVisible();

  await signOut(page);
  await fillSignIn(page, operator.email);
  await inspect(page, 'second-step');
  await page.getByLabel('6-digit code').fill(totp(secret));
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(sales(page)).toBeVisible();

  await signOut(page);
  await fillSignIn(page, operator.email);
  await page.getByRole('button', { name: 'Use a recovery code' }).click();
  await page.getByLabel('Recovery code').fill(codes[0] ?? '');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(sales(page)).toBeVisible();
});

test('a session that ends while a form is filled in keeps what was typed', {
  tag: '@main',
}, async ({ page }) => {
  const owner = await member('owner');
  await signIn(page, owner, '/dashboard/team');
  await page.getByRole('button', { name: 'Invite a member' }).first().click();
  const form = page.getByRole('dialog', { name: 'Invite a member' });
  const guest = anEmail();
  await form.getByLabel('E-mail').fill(guest);
  await form.getByLabel('operator').check();
  await endOtherSessions(owner);
  await form.getByRole('button', { name: 'Create link' }).click();

  const again = page.getByRole('dialog', { name: 'Your session has ended' });
  await expect(again).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(again.getByLabel('E-mail')).toHaveValue(owner.email);
  await again.getByLabel(/^Password/).fill(aPassword);
  await again.getByRole('button', { name: 'Sign in' }).click();
  await expect(again).toBeHidden();
  await expect(form.getByLabel('E-mail')).toHaveValue(guest);
  await expect(form.getByLabel('operator')).toBeChecked();
  await form.getByRole('button', { name: 'Create link' }).click();
  await expect(page.getByLabel('Invitation link')).toHaveValue(/\/invitations\//);
});

test('signing out in one tab signs out the other', async ({ page, context }) => {
  const viewer = await member('viewer');
  await signIn(page, viewer);
  const other = await context.newPage();
  await other.goto(adminUrl('/dashboard/account'));
  await expect(other.getByRole('heading', { name: 'Account and security' })).toBeVisible();
  await signOut(page);
  await expect(other.getByRole('dialog', { name: 'Your session has ended' })).toBeVisible();
});

test('another device can be signed out from the account page', async ({ page, browser }) => {
  const viewer = await member('viewer');
  const device = await browser.newContext();
  const there = await device.newPage();
  await signIn(there, viewer);
  await signIn(page, viewer, '/dashboard/account');
  const list = page.getByRole('list', { name: 'Sessions' });
  // This one, the other browser, and the one the account was made in.
  await expect(list.getByRole('listitem')).toHaveCount(3);
  await expect(list.getByText('this device')).toHaveCount(1);
  await page.getByRole('button', { name: 'End all other sessions' }).click();
  await page.getByRole('button', { name: 'End the others' }).click();
  await expect(list.getByRole('listitem')).toHaveCount(1);
  await there.reload();
  await expect(there.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  await device.close();
});

test('the palette and the shortcuts reach every page, and no shortcut acts while text is typed', async ({
  page,
}) => {
  const operator = await member('operator');
  await signIn(page, operator);
  await expect(sales(page)).toBeVisible();
  await page.keyboard.press('?');
  const help = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await expect(help).toBeVisible();
  await inspect(page, 'shortcuts');
  await page.keyboard.press('Escape');
  await expect(help).toBeHidden();

  await page.keyboard.press('g');
  await page.keyboard.press('m');
  await expect(page).toHaveURL(/dashboard\/account/);
  await page.keyboard.press('ControlOrMeta+k');
  const field = page.getByRole('combobox', { name: /Find a sale/ });
  await expect(field).toBeFocused();
  await inspect(page, 'palette');
  await field.fill('audit');
  await expect(page.getByRole('option', { name: /Audit log/ })).toHaveAttribute(
    'aria-selected',
    'true',
  );
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/dashboard\/audit/);

  await page.goto(adminUrl('/dashboard/account'));
  await page.getByRole('button', { name: 'Change the password' }).click();
  await page.getByLabel('Current password').pressSequentially('gsn?');
  await expect(page).toHaveURL(/dashboard\/account/);
  await expect(page.getByLabel('Current password')).toHaveValue('gsn?');
});

test('on a phone the menu opens over the page, keeps the focus and closes on navigation', async ({
  page,
}) => {
  const viewer = await member('viewer');
  await page.setViewportSize({ width: 320, height: 640 });
  await page.goto(adminUrl('/login'));
  await fillSignIn(page, viewer.email);
  const opener = page.getByRole('button', { name: 'Open the menu' });
  await opener.click();
  const menu = page.getByRole('dialog', { name: 'Menu' });
  await expect(menu).toBeVisible();
  for (let press = 0; press < 12; press += 1) {
    await page.keyboard.press('Tab');
    await expect(menu.locator(':focus')).toHaveCount(1);
  }
  await page.keyboard.press('Escape');
  await expect(menu).toBeHidden();
  await expect(opener).toBeFocused();
  await opener.click();
  await menu.getByRole('link', { name: 'Audit log' }).click();
  await expect(page).toHaveURL(/dashboard\/audit/);
  await expect(menu).toBeHidden();
});

test('the pages before the sign-in are accessible', async ({ page }) => {
  const dead = 'AAAAAAAAAAAAAAAAAAAAAAAA';
  await page.goto(adminUrl('/login'));
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  await inspect(page, 'login');
  await page.getByRole('button', { name: 'Create an account' }).click();
  await inspect(page, 'sign-up');
  await page.goto(adminUrl(`/invitations/${dead}`));
  await expect(page.getByRole('heading', { name: /no longer works/ })).toBeVisible();
  await inspect(page, 'dead-invitation');
  await page.goto(adminUrl(`/reset/${dead}`));
  await page.getByLabel('New password').fill(aPassword);
  await inspect(page, 'reset');
  await page.getByRole('button', { name: 'Set password' }).click();
  await expect(page.getByRole('heading', { name: /no longer works/ })).toBeVisible();
  await inspect(page, 'dead-link');
  const stranger = await someone();
  await page.goto(adminUrl('/login'));
  await fillSignIn(page, stranger.email);
  await expect(page.getByRole('heading', { name: 'Not in the team yet' })).toBeVisible();
  await inspect(page, 'stranger');
});

test('the account page is accessible', async ({ page }) => {
  const owner = await member('owner');
  await signIn(page, owner, '/dashboard/account');
  await expect(page.getByRole('list', { name: 'Sessions' }).getByRole('listitem')).toHaveCount(2);
  await inspect(page, 'account');
  await page.getByRole('button', { name: 'Change the password' }).click();
  await inspect(page, 'account-password');
});
