import { expect, type Page } from '@playwright/test';
import { adminUrl, member, signIn } from '../team/people.ts';
import type { Sale } from './shop.ts';

type Part = 'live' | 'line';

/** The pages of one sale, as the team member who runs it sees them. */
export async function openConsole(page: Page, sale: Sale, part: Part = 'live'): Promise<void> {
  await signIn(page, await member('operator'));
  await page.goto(consoleUrl(sale, part));
  await expect(page.getByRole('heading', { level: 1, name: sale.name })).toBeVisible();
}

export const consoleUrl = ({ id }: Sale, part: Part = 'live') =>
  adminUrl(`/dashboard/flash-sales/${id}${part === 'live' ? '' : `/${part}`}`);

/** The number under a name, as it is shown. */
export const figure = (page: Page, panel: string, name: string) =>
  page
    .getByRole('region', { name: panel, exact: true })
    .locator('dl > div')
    .filter({ has: page.getByText(name, { exact: true }) })
    .locator('dd');

export const control = (page: Page, name: string | RegExp) =>
  page.getByRole('region', { name: 'Controls' }).getByRole('button', { name });

export const inDialog = (page: Page, name: string) =>
  page.getByRole('dialog').getByRole('button', { name, exact: true });
