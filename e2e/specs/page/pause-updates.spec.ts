import { joinSale, openSale, pay, sees } from '../../support/buyer-page.ts';
import { holder, otherBuyer } from '../../support/other-buyer.ts';
import { makeSale } from '../../support/shop.ts';
import { expect, test } from '../../support/test.ts';

const PAUSE = 'Pause live updates';

test('a buyer who paused live updates still learns of the turn', async ({ page }) => {
  const sale = await makeSale({ startingQuantity: 1 });
  const first = await holder(sale);
  const second = await otherBuyer(sale);
  await joinSale(page, sale);
  await sees(page, 'reserved');
  await page.getByLabel(PAUSE).check();
  await expect(page.getByText(/^Updates paused at/)).toBeVisible();
  await first.leave();
  await second.holds();
  await sees(page, 'reserved');

  await page.reload();
  await sees(page, 'reserved');
  await expect(page.getByLabel(PAUSE)).toBeChecked();
  await second.leave();
  await sees(page, 'held');
  await expect(page.getByLabel(PAUSE)).toBeHidden();
  await pay(page);
  await sees(page, 'sold');
});

test('numbers do not change while live updates are paused', async ({ page }) => {
  const sale = await makeSale();
  await openSale(page, sale);
  await sees(page, 'join');
  const left = page.locator('.stock-words').first();
  await expect(left).toContainText('5 of 5 left');
  await page.getByLabel(PAUSE).check();
  const line = () => page.waitForResponse((answer) => answer.url().includes('/line'));
  await holder(sale);
  // Two answers with the line; the second request began after the hold.
  await line();
  await line();
  await expect(left).toContainText('5 of 5 left');
  await page.getByLabel(PAUSE).uncheck();
  await expect(left).toContainText('4 of 5 left');
});
