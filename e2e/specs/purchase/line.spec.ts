import { joinSale, pay, sees } from '../../support/buyer-page.ts';
import { holder, otherBuyer } from '../../support/other-buyer.ts';
import { makeSale } from '../../support/shop.ts';
import { expect, test } from '../../support/test.ts';
import { label } from '../../support/words.ts';

test('a waiting buyer moves up and gets the hold without a press', { tag: '@main' }, async ({
  page,
}) => {
  const sale = await makeSale({ startingQuantity: 1 });
  const first = await holder(sale);
  const second = await otherBuyer(sale);
  await joinSale(page, sale);
  await sees(page, 'reserved');
  await expect(page.locator('p.lead')).toHaveText('1 person ahead of you');

  await first.leave();
  await second.holds();
  await sees(page, 'reserved');
  await expect(page.locator('p.lead')).toHaveText('You are next.');

  await second.leave();
  await sees(page, 'held');
  await expect(page.locator('p[role=alert]')).toHaveText(/It is your turn/);
  await pay(page);
  await sees(page, 'sold');
});

test('leaving the line asks for confirmation and is final', { tag: '@main' }, async ({ page }) => {
  const sale = await makeSale({ startingQuantity: 1 });
  await holder(sale);
  await joinSale(page, sale);
  await sees(page, 'reserved');
  const leave = page.getByRole('button', { name: label('leavePlace') });
  await leave.click();
  await page.getByRole('button', { name: label('leavePlaceNo') }).click();
  await expect(page.locator('p.lead')).toHaveText('You are next.');

  await otherBuyer(sale);
  await leave.click();
  await page.getByRole('button', { name: label('leavePlaceYes') }).click();
  await sees(page, 'joinReserved');
  await page.reload();
  await sees(page, 'joinReserved');
  await joinSale(page, sale);
  await expect(page.locator('p.lead')).toHaveText('1 person ahead of you');
});

test('a pause says why, serves no buyer and ends by itself', { tag: '@main' }, async ({ page }) => {
  const sale = await makeSale({ startingQuantity: 1 });
  const first = await holder(sale);
  await joinSale(page, sale);
  await sees(page, 'reserved');

  await sale.pause('The till is being restarted');
  await sees(page, 'paused');
  await expect(page.getByText('The till is being restarted')).toBeVisible();
  await first.leave();
  await page.reload();
  await sees(page, 'paused');

  await sale.resume();
  await sees(page, 'held');
});
