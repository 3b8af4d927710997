import type { MailDetail } from '@flash/shared-types';
import { call, post } from '../../support/call.ts';
import { anEmail, aPassword, makeSale } from '../../support/shop.ts';
import { expect, test } from '../../support/test.ts';

/** Without a mail server mails are kept, and the team reads them. */
async function linkTo(email: string, kind: 'password' | 'address'): Promise<string> {
  const authorization = `Bearer ${process.env.E2E_TOKEN}`;
  const read = async <Value>(path: string) =>
    (await call<Value>('GET', path, null, { authorization })).value;
  let link = '';
  await expect
    .poll(async () => {
      const { items } = await read<{ items: { id: string }[] }>(`/mails?kind=${kind}&state=sent`);
      for (const { id } of items) {
        const mail = await read<MailDetail>(`/mails/account/${id}`);
        if (mail.address === email) {
          link = /https?:\S+#token=\S+/.exec(mail.content?.text ?? '')?.[0] ?? '';
        }
      }
      return link;
    })
    .not.toBe('');
  return link;
}

test('a buyer proves the address, loses the password and chooses a new one by a link of a mail', async ({
  page,
}) => {
  const email = anEmail();
  await page.goto('/en/account');
  await page.getByRole('button', { name: 'Create an account' }).click();
  await page.getByLabel('Name').fill('Grace');
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password').fill(aPassword);
  await page.getByRole('button', { name: 'Create account' }).click();
  await expect(page.getByText('This address is not confirmed yet')).toBeVisible();
  await page.goto(await linkTo(email, 'address'));
  await page.getByRole('button', { name: 'Confirm this address' }).click();
  await expect(page.getByText('The address is confirmed')).toBeVisible();
  await expect(page.getByText('This address is confirmed.')).toBeVisible();

  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByRole('link', { name: 'Forgot your password?' }).click();
  await page.getByLabel('E-mail').fill(email);
  await page.getByRole('button', { name: 'Send the link' }).click();
  await expect(page.getByText('Check your e-mail')).toBeVisible();

  await page.goto(await linkTo(email, 'password'));
  await page.getByLabel('New password').fill('password1234');
  await page.getByRole('button', { name: 'Set password' }).click();
  await expect(page.getByText('no common password')).toBeVisible();
  await page.getByLabel('New password').fill('open sesame, please');
  await page.getByRole('button', { name: 'Set password' }).click();
  await expect(page.getByText('Signed in as')).toBeVisible();
  await expect(page.getByText(email)).toBeVisible();
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('a buyer asks for a link on the page of a sale, and takes it to a new password there', async ({
    page,
  }) => {
    const sale = await makeSale({ identity: 'account' });
    const account = { name: 'Grace', email: anEmail(), password: aPassword };
    await page.goto(`/en/sales/${sale.id}/plain`);
    const { origin } = new URL(page.url());
    await post('/api/auth/sign-up/email', account, { origin });
    const form = (name: string) =>
      page.locator('form', { has: page.locator(`button[value=${name}]`) });
    const send = (name: string) => page.locator(`button[value=${name}]`).click();

    await page.getByText('Forgot your password?').click();
    await form('forgot').getByLabel('E-mail').fill(account.email);
    await send('forgot');
    await expect(page.getByRole('alert')).toContainText('Check your e-mail');

    const link = await linkTo(account.email, 'password');
    for (const password of ['password1234', 'open sesame, please']) {
      await form('choosePassword').getByLabel('Link from the e-mail').fill(link);
      await form('choosePassword').getByLabel('New password').fill(password);
      await send('choosePassword');
      const said = password === 'password1234' ? 'no common password' : 'Your new password is set';
      await expect(page.getByRole('alert')).toContainText(said);
    }
    await expect(page.getByText(`Signed in as ${account.email}.`)).toBeVisible();
  });
});
