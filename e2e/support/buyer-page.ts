import { expect, type Page } from '@playwright/test';
import { anEmail, type Sale } from './shop.ts';
import { heading, type Locale, label } from './words.ts';

export const openSale = (page: Page, sale: Pick<Sale, 'id'>, locale: Locale = 'en') =>
  page.goto(`/${locale}/sales/${sale.id}/`);

export const headingOf = (page: Page) => page.getByRole('heading', { level: 1 });

export const sees = (page: Page, screen: string, locale: Locale = 'en') =>
  expect(headingOf(page)).toHaveText(heading(screen, locale));

export async function join(page: Page, email = anEmail()): Promise<string> {
  await page.locator('input[name=email]').fill(email);
  await page.locator('form button[type=submit]').click();
  return email;
}

export async function joinSale(page: Page, sale: Sale): Promise<string> {
  await openSale(page, sale);
  return join(page);
}

export const pay = (page: Page) => page.locator('#pay').click();

export async function choosePayment(page: Page, token: string): Promise<void> {
  const choice = page.getByLabel(label('payment'));
  if (!(await choice.isVisible())) {
    await page.getByText(label('details')).click();
  }
  await choice.selectOption(token);
}
