import { expect, type Page } from '@playwright/test';
import { joinSale, openSale, pay, sees } from '../../support/buyer-page.ts';
import { holder } from '../../support/other-buyer.ts';
import { makeSale } from '../../support/shop.ts';
import { test } from '../../support/test.ts';
import { words } from '../../support/words.ts';

const { device } = words.en;

async function makeCode(page: Page): Promise<string> {
  await page.getByText(device.title, { exact: true }).click();
  await page.getByRole('button', { name: device.make }).click();
  return (await page.locator('.device-code').textContent()) ?? '';
}

test('a code opens a place on another device, which pays, and the first device is told', {
  tag: '@main',
}, async ({ page, browser, baseURL }) => {
  const sale = await makeSale({ startingQuantity: 1 });
  const first = await holder(sale);
  await joinSale(page, sale);
  await sees(page, 'reserved');
  const code = await makeCode(page);

  const laptop = await (await browser.newContext({ baseURL })).newPage();
  const sent: string[] = [];
  laptop.on('request', (request) => sent.push(request.url(), request.headers().referer ?? ''));
  await laptop.goto(`/en/sales/${sale.id}/#code=${code}`);
  await expect(laptop.getByLabel(device.code)).toHaveValue(code);
  await laptop.getByRole('button', { name: device.openHere }).click();
  await sees(laptop, 'reserved');
  expect(sent.filter((text) => text.includes(code))).toEqual([]);
  await expect(page.getByRole('alert').filter({ hasText: device.usedText })).toBeVisible();
  await expect(page.locator('.device-code')).toBeHidden();

  await first.leave();
  await sees(laptop, 'held');
  await pay(laptop);
  await sees(laptop, 'sold');
  await sees(page, 'sold');
  await laptop.context().close();
});

test('a code is checked before it is sent, and works once', async ({ page, browser, baseURL }) => {
  const sale = await makeSale({ startingQuantity: 1 });
  await holder(sale);
  await joinSale(page, sale);
  await sees(page, 'reserved');
  const code = await makeCode(page);
  const open = async () => {
    const other = await (await browser.newContext({ baseURL })).newPage();
    await openSale(other, sale);
    await other.getByText(device.open).click();
    return other;
  };
  const laptop = await open();
  await laptop.getByLabel(device.code).fill('K7M-4QX');
  await laptop.getByRole('button', { name: device.openHere }).click();
  await expect(laptop.getByText(device.wrong)).toBeVisible();
  await laptop.getByLabel(device.code).fill(code.toLowerCase());
  await laptop.keyboard.press('Enter');
  await sees(laptop, 'reserved');

  const thief = await open();
  await thief.getByLabel(device.code).fill(code);
  await thief.keyboard.press('Enter');
  const form = thief.locator('form', { has: thief.getByLabel(device.code) });
  await expect(form.getByText(words.en.refusals.DEVICE_CODE_NOT_FOUND.title)).toBeVisible();
  await sees(thief, 'joinReserved');
});
