import type { Browser, Page } from '@playwright/test';
import { holder } from '../../support/other-buyer.ts';
import { makeSale, type Sale } from '../../support/shop.ts';
import { expect, test } from '../../support/test.ts';
import { inspect } from '../../team/inspect.ts';
import { adminUrl, member, type Person, signIn } from '../../team/people.ts';
import { isReadable } from '../../team/readable.ts';

test.use({ bypassCSP: true });

const editOf = ({ id }: Sale) => `/dashboard/flash-sales/${id}/edit`;
const name = (page: Page) => page.getByRole('textbox', { name: 'Name', exact: true });
const description = (page: Page) => page.getByLabel('Description');
const save = (page: Page) => page.getByRole('button', { name: 'Save changes' }).click();

async function editor(browser: Browser, sale: Sale): Promise<{ page: Page; person: Person }> {
  const context = await browser.newContext({ bypassCSP: true, reducedMotion: 'reduce' });
  const page = await context.newPage();
  const person = await member('operator');
  await signIn(page, person, editOf(sale));
  await expect(name(page)).toHaveValue(sale.name);
  return { page, person };
}

/** The second member saves on a version that is no longer current, and is shown both. */
async function inConflict(browser: Browser) {
  const sale = await makeSale();
  const first = await editor(browser, sale);
  const second = await editor(browser, sale);
  await description(second.page).fill('Mine');
  await name(second.page).fill(`${sale.name} too`);
  await name(first.page).fill(`${sale.name} one`);
  await save(first.page);
  await expect(first.page.getByRole('heading', { level: 1 })).toContainText(`${sale.name} one`);
  await first.page.context().close();
  await save(second.page);
  const dialog = second.page.getByRole('dialog', { name: 'This sale was changed in the meantime' });
  await expect(dialog).toContainText(first.person.email);
  return { sale, page: second.page, dialog };
}

test('two members edit one sale, and both versions are offered before either is lost', {
  tag: '@main',
}, async ({ browser }) => {
  const { sale, page, dialog } = await inConflict(browser);
  const both = dialog.getByRole('group', { name: /^Name/ });
  await expect(both).toContainText(`${sale.name} too`);
  await expect(both).toContainText(`${sale.name} one`);
  await expect(dialog.getByRole('button', { name: 'Save this' })).toBeDisabled();
  await both.getByRole('radio', { name: 'Theirs' }).check();
  await dialog.getByRole('button', { name: 'Save this' }).click();
  await expect(dialog).toBeHidden();
  await expect(name(page)).toHaveValue(`${sale.name} one`);
  await page.reload();
  await expect(name(page)).toHaveValue(`${sale.name} one`);
  await expect(description(page)).toHaveValue('Mine');
  await page.context().close();
});

test('the dialog of a conflict is accessible, and one version can be chosen as a whole', async ({
  browser,
}) => {
  const { sale, page, dialog } = await inConflict(browser);
  await isReadable(page);
  await dialog.getByRole('button', { name: 'Keep all of mine' }).click();
  await dialog.getByRole('button', { name: 'Save this' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText(`${sale.name} too`);
  await page.context().close();
});

test('a pause by another member does not conflict with an edit', async ({ browser }) => {
  const sale = await makeSale();
  const { page } = await editor(browser, sale);
  await description(page).fill('Longer');
  await sale.pause('A short break');
  await save(page);
  await expect(page.getByText('Nothing to save.')).toBeVisible();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Paused');
  await page.context().close();
});

test('after the start, fields that buyers rely on are disabled with a reason', async ({
  browser,
}) => {
  const sale = await makeSale();
  const { page } = await editor(browser, sale);
  for (const label of [/^Price/, /^Start/, /^Currency/]) {
    await expect(page.getByLabel(label).first()).toBeDisabled();
  }
  await expect(page.getByRole('textbox', { name: 'Units' })).toBeDisabled();
  await expect(page.getByText('Can’t change after the sale has started.').first()).toBeVisible();
  await expect(page.getByLabel(/^End/)).toBeEnabled();
  await expect(page.getByLabel(/^Time zone/).first()).toBeEnabled();
  await expect(page.getByText(/It can only move later/)).toBeVisible();
  await inspect(page, 'sale-edit');
  await page.context().close();
});

test('the stock cannot go below the units that buyers have', async ({ browser }) => {
  const sale = await makeSale({ startingQuantity: 5 });
  const holding = await holder(sale);
  const buyer = await holder(sale);
  await buyer.pay();
  const { page } = await editor(browser, sale);
  await page.getByRole('button', { name: 'Change the stock' }).click();
  const dialog = page.getByRole('dialog', { name: 'Change the stock' });
  const change = dialog.getByRole('button', { name: 'Change the stock' });
  await dialog.getByLabel('Total units').fill('1');
  await expect(dialog).toContainText(
    'Stock 5 → 1: 1 sold and 1 on hold, so the stock cannot go below 2.',
  );
  await expect(change).toBeDisabled();
  await isReadable(page);
  await dialog.getByLabel('Total units').fill('2');
  await dialog.getByLabel('Reason').fill('Counted again');
  await change.click();
  await expect(dialog).toBeHidden();
  await expect(page.getByRole('textbox', { name: 'Units' })).toHaveValue('2');
  await holding.leave();
  await page.context().close();
});

test('a draft is scheduled from its form', async ({ page }) => {
  const sale = await makeSale();
  await signIn(page, await member('operator'), `/dashboard/flash-sales/new?from=${sale.id}`);
  await page.getByRole('button', { name: 'Save as draft' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Draft');
  await page.getByRole('tab', { name: 'Edit' }).click();
  await page.getByRole('button', { name: 'Schedule the sale' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Scheduled');
  await page.goto(adminUrl('/dashboard/flash-sales'));
});

test('a draft is scheduled from its page, after a dialog that names the start', async ({
  page,
}) => {
  const sale = await makeSale();
  await signIn(page, await member('operator'), `/dashboard/flash-sales/new?from=${sale.id}`);
  await page.getByRole('button', { name: 'Save as draft' }).click();
  await page.getByRole('button', { name: 'Schedule…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Schedule the sale' });
  await expect(dialog).toContainText('The sale starts');
  await dialog.getByRole('button', { name: 'Schedule the sale' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Scheduled');
});
