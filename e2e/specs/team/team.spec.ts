import { post } from '../../support/call.ts';
import { anEmail, aPassword } from '../../support/shop.ts';
import { expect, test } from '../../support/test.ts';
import { inspect } from '../../team/inspect.ts';
import { adminUrl, fillSignIn, member, signIn, someone, statusOf } from '../../team/people.ts';

test.use({ bypassCSP: true, contextOptions: { reducedMotion: 'reduce' } });

test('an invited viewer joins by the link and has read access only', { tag: '@main' }, async ({
  page,
  browser,
}) => {
  const owner = await member('owner');
  await signIn(page, owner, '/dashboard/team');
  await page.getByRole('button', { name: 'Invite a member' }).first().click();
  const guest = await someone('Mary Jackson');
  await page.getByLabel('E-mail').fill(guest.email);
  await page.getByRole('button', { name: 'Create link' }).click();
  const link = await page.getByLabel('Invitation link').inputValue();
  await page.getByRole('button', { name: 'Done' }).click();
  const row = page.getByRole('row', { name: guest.email });
  await expect(row).toContainText('open until');

  const device = await browser.newContext();
  const there = await device.newPage();
  await there.goto(link);
  await expect(there.getByText(/invited you to join as a viewer/)).toBeVisible();
  await expect(there.getByLabel('E-mail')).toHaveValue(guest.email);
  await there.getByText('I have an account').click();
  await fillSignIn(there, guest.email);
  await expect(there.getByText(/You are a viewer now/)).toBeVisible();
  await there.getByRole('link', { name: 'Go to sales' }).click();
  await expect(there.getByRole('heading', { level: 1, name: 'Flash sales' })).toBeVisible();
  await expect(there.getByRole('link', { name: 'Team', exact: true })).toHaveCount(0);
  await expect(there.getByRole('link', { name: /New sale/ })).toHaveCount(0);
  await there.goto(adminUrl('/dashboard/team'));
  await expect(there.getByText('Not for your role')).toBeVisible();
  expect(await statusOf('/team/members', guest)).toBe(403);

  await there.goto(link);
  await expect(there.getByRole('heading', { name: 'You are in the team already' })).toBeVisible();
  const late = await browser.newContext();
  const stranger = await late.newPage();
  await stranger.goto(link);
  await expect(stranger.getByRole('heading', { name: /no longer works/ })).toBeVisible();
  await late.close();
  await device.close();
});

test('a reset link sets a new password and ends the open sessions', async ({ page, browser }) => {
  const owner = await member('owner');
  const lost = await member('support', 'Katherine Johnson');
  await signIn(page, owner, '/dashboard/team');
  const row = page.getByRole('row', { name: lost.email });
  await row.getByRole('button', { name: 'Actions for Katherine Johnson' }).click();
  await page.getByRole('menuitem', { name: 'Create a reset link' }).click();
  await inspect(page, 'team-reset');
  await page.getByRole('button', { name: 'Create link' }).click();
  const link = await page.getByLabel('Reset link').inputValue();
  expect(await statusOf('/flash-sales', lost)).toBe(200);

  const device = await browser.newContext();
  const there = await device.newPage();
  await there.goto(link);
  await there.getByLabel('New password').fill('a newer passphrase');
  await there.getByRole('button', { name: 'Set password' }).click();
  await expect(there.getByText(`Every session of ${lost.email} has ended`)).toBeVisible();
  expect(await statusOf('/flash-sales', lost)).toBe(401);
  await there.getByRole('link', { name: 'Sign in' }).click();
  await fillSignIn(there, lost.email, aPassword);
  await expect(there.getByText('Sign-in failed')).toBeVisible();
  await fillSignIn(there, lost.email, 'a newer passphrase');
  await expect(there.getByRole('heading', { level: 1, name: 'Flash sales' })).toBeVisible();
  await there.goto(link);
  await there.getByLabel('New password').fill('yet another one');
  await there.getByRole('button', { name: 'Set password' }).click();
  await expect(there.getByRole('heading', { name: /no longer works/ })).toBeVisible();
  await device.close();
});

test('an owner changes the role of a member and removes one', async ({ page }) => {
  const owner = await member('owner');
  const person = await member('viewer', `Dorothy ${anEmail().slice(0, 8)}`);
  await signIn(page, owner, '/dashboard/team');
  const row = page.getByRole('row', { name: person.email });
  const choose = async (step: string) => {
    await row.getByRole('button', { name: /Actions/ }).click();
    await page.getByRole('menuitem', { name: step }).click();
  };
  await choose('Change the role');
  await page.getByRole('dialog').getByLabel('operator').check();
  await inspect(page, 'team-role');
  await page.getByRole('dialog').getByRole('button', { name: 'Change the role' }).click();
  await expect(row.getByText('operator', { exact: true })).toBeVisible();

  await choose('Remove from the team');
  const remove = page.getByRole('dialog').getByRole('button', { name: 'Remove from the team' });
  await expect(remove).toBeDisabled();
  await page.getByLabel(/to confirm/).fill(person.email);
  await inspect(page, 'team-remove');
  await remove.click();
  await expect(row).toHaveCount(0);
  expect(await statusOf('/flash-sales', person)).toBe(403);
});

test('an owner changes the role of an invitation and revokes it', async ({ page }) => {
  const owner = await member('owner');
  const email = anEmail();
  await signIn(page, owner, '/dashboard/team');
  await page.getByRole('button', { name: 'Invite a member' }).first().click();
  await page.getByLabel('E-mail').fill(email);
  await inspect(page, 'team-invite');
  await page.getByRole('button', { name: 'Create link' }).click();
  const link = await page.getByLabel('Invitation link').inputValue();
  await inspect(page, 'team-link');
  await page.getByRole('button', { name: 'Done' }).click();
  const row = page.getByRole('row', { name: email });
  await row.getByRole('button', { name: /Change the role/ }).click();
  await page.getByRole('dialog').getByLabel('support').check();
  await page.getByRole('button', { name: 'Change the role', exact: true }).click();
  await expect(row.getByText('support', { exact: true })).toBeVisible();
  await inspect(page, 'team');
  await row.getByRole('button', { name: /Revoke/ }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
  await expect(row).toHaveCount(0);
  const { token } = await someone();
  const authorization = `Bearer ${token}`;
  const body = { token: link.split('/').at(-1) };
  await expect(post('/team/invitations/accept', body, { authorization })).rejects.toThrow(
    'SETUP_TOKEN_INVALID',
  );
});
