import type { Page } from '@playwright/test';
import { sees } from '../../support/buyer-page.ts';
import { anEmail, makeSale } from '../../support/shop.ts';
import { expect, test } from '../../support/test.ts';

/** As many steps as a person would accept. */
const TAB_STEPS_MAX = 30;

async function tabTo(page: Page, selector: string): Promise<void> {
  const target = page.locator(selector);
  await expect(target).toBeVisible();
  for (let step = 0; step < TAB_STEPS_MAX; step += 1) {
    await page.keyboard.press('Tab');
    if (await target.evaluate((element) => element === document.activeElement)) {
      return;
    }
  }
  throw new Error(`${selector} is not reached by Tab`);
}

test('a whole purchase works by keyboard', { tag: '@main' }, async ({ page }) => {
  const sale = await makeSale();
  await page.goto('/en');
  await tabTo(page, `a[href*="${sale.id}"]`);
  await page.keyboard.press('Enter');
  await tabTo(page, 'input[name=email]');
  await page.keyboard.type(anEmail());
  await page.keyboard.press('Enter');
  await sees(page, 'held');
  await tabTo(page, '#pay');
  await page.keyboard.press('Enter');
  await sees(page, 'sold');
});
