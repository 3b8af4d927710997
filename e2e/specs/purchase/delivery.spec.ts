import { readFile } from 'node:fs/promises';
import { joinSale, pay, sees } from '../../support/buyer-page.ts';
import { holder } from '../../support/other-buyer.ts';
import { makeSale } from '../../support/shop.ts';
import { expect, test } from '../../support/test.ts';
import { label } from '../../support/words.ts';
import { adminUrl, member, signIn } from '../../team/people.ts';

test('an address that is typed in line is on the receipt, on the order page of the team and in the exported table', {
  tag: '@main',
}, async ({ page }) => {
  const sale = await makeSale({
    startingQuantity: 1,
    needsDeliveryAddress: true,
    deliveryCountries: ['AT', 'DE'],
  });
  const address = { line1: 'Erfundene Gasse 12', postcode: '10115', city: 'Berlin', country: 'DE' };
  const first = await holder(sale);
  await joinSale(page, sale);
  await sees(page, 'reserved');
  const field = (name: string) => page.getByLabel(label(name), { exact: true });
  await field('line1').fill(address.line1);
  await first.leave();
  await sees(page, 'held');
  await expect(field('line1')).toHaveValue(address.line1);

  await pay(page);
  await expect(field('recipient')).toBeFocused();
  await expect(field('recipient')).toHaveAccessibleDescription(label('recipientNeeded'));
  await field('recipient').fill('Ada Lovelace');
  await field('city').fill(address.city);
  await field('country').selectOption({ label: 'Germany' });
  await pay(page);
  await expect(field('postcode')).toBeFocused();
  await expect(field('postcode')).toHaveAccessibleDescription(label('postcodeNeeded'));
  await sees(page, 'held');
  await field('postcode').fill(address.postcode);
  await page.reload();
  await sees(page, 'held');
  await pay(page);
  await sees(page, 'sold');

  await page.locator('a[href*="/orders/"]').first().click();
  const written = ['Ada Lovelace', address.line1, '10115 Berlin', 'Germany'].join('\n');
  await expect(page.getByText(written)).toBeVisible();
  const orderId = new URL(page.url()).pathname.split('/').at(3) ?? '';

  await signIn(page, await member('support'), `/dashboard/orders/${orderId}`);
  await expect(page.getByText(written)).toBeVisible();
  await page.goto(adminUrl(`/dashboard/flash-sales/${sale.id}/orders`));
  await page.getByRole('button', { name: 'Export CSV' }).click();
  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Download' }).click();
  const table = await readFile(await (await download).path(), 'utf8');
  expect(table).toContain(
    `"Ada Lovelace","","${address.line1}","","${address.postcode}","${address.city}","","DE"`,
  );
});
