import { joinSale, openSale, sees } from '../../support/buyer-page.ts';
import { holder } from '../../support/other-buyer.ts';
import { anEmail, makeSale } from '../../support/shop.ts';
import { expect, test } from '../../support/test.ts';
import { words } from '../../support/words.ts';
import { inspect } from '../../team/inspect.ts';
import { member, signIn } from '../../team/people.ts';

test.use({ bypassCSP: true, contextOptions: { reducedMotion: 'reduce' } });

const { mail, device } = words.en;

test('a waiting buyer asks for mail, which opens the place elsewhere, and the team reads it and sends it again', async ({
  page,
  browser,
  baseURL,
}) => {
  const sale = await makeSale({ startingQuantity: 1 });
  await holder(sale);
  const phone = await (await browser.newContext({ baseURL, bypassCSP: true })).newPage();
  await joinSale(phone, sale);
  await sees(phone, 'reserved');
  await phone.getByText(mail.title, { exact: true }).click();
  const address = anEmail();
  await phone.getByLabel(mail.address).fill(address);
  await phone.getByRole('button', { name: mail.start }).click();
  await expect(phone.getByText(address)).toBeVisible();
  await inspect(phone, 'mail-wish');

  await signIn(page, await member('support'), `/dashboard/mail?sale=${sale.id}`);
  const row = page.getByRole('row', { name: /Place in line/ });
  await expect(async () => {
    await page.reload();
    await expect(row).toContainText('Sent', { timeout: 1_000 });
  }).toPass();
  await expect(page.getByText(/No mail server is set/)).toBeVisible();
  await inspect(page, 'mails');
  await row.getByRole('button', { name: 'Place in line' }).click();
  const dialog = page.getByRole('dialog', { name: 'Mail' });
  await expect(dialog).toContainText(address);
  const [, code = ''] = /#code=([0-9A-Z-]+)/.exec((await dialog.textContent()) ?? '') ?? [];
  await inspect(page, 'mail');
  await dialog.getByRole('button', { name: 'Send again' }).click();
  const confirm = page.getByRole('dialog', { name: /again\?/ });
  await confirm.getByLabel(/reason/i).fill('The buyer did not get it');
  await confirm.getByRole('button', { name: 'Send again' }).click();
  await expect(page.getByText('The e-mail is sent again.')).toBeVisible();

  const laptop = await (await browser.newContext({ baseURL })).newPage();
  await laptop.goto(`/en/sales/${sale.id}/#code=${code}`);
  await laptop.getByRole('button', { name: device.openHere }).click();
  await sees(laptop, 'reserved');
  await phone.getByRole('button', { name: mail.stop }).click();
  await expect(phone.getByRole('button', { name: mail.start })).toBeVisible();
});

test('a visitor of a sold-out sale asks for one mail, which leaves when a unit comes back that no one is in line for', async ({
  page,
  browser,
  baseURL,
}) => {
  const sale = await makeSale({ startingQuantity: 1 });
  const { orderId } = await (await holder(sale)).pay();
  const phone = await (await browser.newContext({ baseURL, bypassCSP: true })).newPage();
  await openSale(phone, sale);
  await sees(phone, 'soldOut');
  await phone.getByText(mail.return.title, { exact: true }).click();
  const address = anEmail();
  await phone.getByLabel(mail.address).fill(address);
  await inspect(phone, 'mail-return');
  await phone.getByRole('button', { name: mail.return.send }).click();
  await expect(phone.getByRole('status').filter({ hasText: address })).toBeVisible();

  await sale.refund(orderId);
  await sees(phone, 'join');
  await signIn(page, await member('support'), `/dashboard/mail?sale=${sale.id}`);
  const row = page.getByRole('row', { name: /Available again/ });
  await expect(async () => {
    await page.reload();
    await expect(row).toContainText('Sent', { timeout: 1_000 });
  }).toPass();
  await row.getByRole('button', { name: 'Available again' }).click();
  const dialog = page.getByRole('dialog', { name: 'Mail' });
  await expect(dialog).toContainText('the first to join gets it');
  // The address was deleted when the mail had left.
  await expect(dialog).not.toContainText(address);
});
