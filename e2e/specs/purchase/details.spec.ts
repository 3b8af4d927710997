import { joinSale, pay, sees } from '../../support/buyer-page.ts';
import { holder } from '../../support/other-buyer.ts';
import { makeSale } from '../../support/shop.ts';
import { expect, test } from '../../support/test.ts';
import { label } from '../../support/words.ts';

test('details being typed when the turn comes keep their field, focus and text', {
  tag: '@main',
}, async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 360 });
  const sale = await makeSale({ startingQuantity: 1 });
  const first = await holder(sale);
  await joinSale(page, sale);
  await sees(page, 'reserved');
  await page.getByText(label('details')).click();
  const name = page.getByLabel(label('name'));
  await name.click();
  await page.keyboard.type('Ada');
  // So far down that the Pay button, when it comes, is above the screen.
  await name.evaluate((field) => window.scrollBy(0, field.getBoundingClientRect().top - 110));
  const top = () => name.evaluate((field) => field.getBoundingClientRect().top);
  const before = await top();

  await first.leave();
  await sees(page, 'held');
  await page.keyboard.type(' Lovelace');
  await expect(name).toBeFocused();
  await expect(name).toHaveValue('Ada Lovelace');
  expect(Math.abs((await top()) - before)).toBeLessThan(2);

  // The bar shows the turn from here and leads to the Pay button.
  await page.locator('.turn-bar').getByRole('link').click();
  await pay(page);
  await sees(page, 'sold');
});

test('a phone number that is none is refused at its field, and the payment waits for it', {
  tag: '@main',
}, async ({ page }) => {
  const sale = await makeSale();
  await joinSale(page, sale);
  await sees(page, 'held');
  await page.getByText(label('details')).click();
  const phone = page.getByLabel(label('phone'));
  await expect(phone).toHaveAttribute('type', 'tel');
  await expect(phone).toHaveAttribute('autocomplete', 'tel');
  await phone.fill('abc');
  await page.getByText(label('details')).click();
  await expect(phone).toBeHidden();
  await pay(page);
  await expect(phone).toBeFocused();
  await expect(phone).toHaveAccessibleDescription(label('phoneFault'));
  await sees(page, 'held');

  await phone.fill('+49 (30) 901820');
  await pay(page);
  const name = page.getByLabel(label('name'));
  await expect(name).toBeFocused();
  await name.fill('Ada');
  await pay(page);
  await sees(page, 'sold');
});

test('the details come before the button that pays, in the order of the page and of the Tab key', async ({
  page,
}) => {
  const sale = await makeSale();
  await joinSale(page, sale);
  await sees(page, 'held');
  const isBefore = await page.evaluate(() => {
    const [details, pay] = [document.querySelector('.details'), document.querySelector('#pay')];
    return details && pay
      ? (details.compareDocumentPosition(pay) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0
      : null;
  });
  expect(isBefore).toBe(true);
  await page.locator('.details summary').focus();
  await page.keyboard.press('Tab');
  await expect(page.locator('#pay')).toBeFocused();
});
