import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import { apiUrl, get, post } from '../../support/call.ts';
import { holder } from '../../support/other-buyer.ts';
import { aPassword, makeSale } from '../../support/shop.ts';
import { expect, test } from '../../support/test.ts';
import { inspect } from '../../team/inspect.ts';
import { adminUrl, endOtherSessions, member, signIn } from '../../team/people.ts';
import { isReadable } from '../../team/readable.ts';

test.use({
  bypassCSP: true,
  timezoneId: 'Europe/Berlin',
  contextOptions: { reducedMotion: 'reduce' },
});

const list = '/dashboard/flash-sales';
const aName = () => `Lamp ${randomUUID().slice(0, 8)}`;
const form = (page: Page) => page.getByRole('form', { name: 'New sale' });
const pixel = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

interface Found {
  items: { id: string; name: string; phase: string; picture: { url: string } | null }[];
}

/** As the API returns it, independent of the page. */
const found = (name: string) =>
  get<Found>(`/flash-sales?q=${encodeURIComponent(name)}`, {
    authorization: `Bearer ${process.env.E2E_TOKEN}`,
  });

async function operator(page: Page, path: string) {
  const person = await member('operator');
  await signIn(page, person, path);
  return person;
}

test('a new operator signs in and schedules a sale with a picture', {
  tag: '@main',
}, async ({ page }) => {
  await operator(page, list);
  const name = aName();
  await page.getByRole('link', { name: 'New sale' }).click();
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill(name);
  await page.getByLabel('Price per unit').fill('12,50');
  await page
    .getByLabel('Picture file')
    .setInputFiles({ name: 'lamp.png', mimeType: 'image/png', buffer: pixel });
  await expect(page.getByRole('img', { name: 'Preview of the sale' })).toBeVisible();
  const preview = page.getByRole('region', { name: 'As buyers see it' });
  await expect(preview.getByRole('heading', { name })).toBeVisible();
  await expect(preview).toContainText('€12.50');
  await expect(preview.getByRole('img', { name: `Picture of ${name}` })).toBeVisible();
  await page.getByRole('button', { name: 'Schedule the sale' }).click();
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
  const [sale] = (await found(name)).items;
  expect(sale).toMatchObject({ name, phase: 'scheduled', pricePerUnitMinor: 1_250 });
  const picture = await fetch(new URL(sale?.picture?.url ?? '/none', apiUrl()));
  expect(picture.headers.get('content-type')).toBe('image/png');
});

test('errors are shown at their fields, and the first invalid field has the focus', async ({
  page,
}) => {
  await operator(page, `${list}/new`);
  await page.getByRole('textbox', { name: 'Units' }).fill('many');
  await page.getByRole('button', { name: 'Schedule the sale' }).click();
  await expect(form(page).getByRole('alert')).toContainText('Fix 2 fields');
  await expect(page.getByRole('textbox', { name: 'Name', exact: true })).toBeFocused();
  await expect(form(page).getByText('A whole number from 1 to 10,000,000.').last()).toBeVisible();
  await isReadable(page);
});

test('the form fits a phone and a desk, and is accessible', async ({ page }) => {
  await operator(page, `${list}/new`);
  await expect(form(page)).toBeVisible();
  await page.getByText('More: time to pay').click();
  await inspect(page, 'sale-new');
});

test('a phone shows the preview over the form, with what is typed', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await operator(page, `${list}/new`);
  const name = aName();
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill(name);
  await page.getByLabel('Description').fill('Blown by hand.');
  await expect(page.getByRole('region', { name: 'As buyers see it' })).toBeHidden();
  await page.getByRole('button', { name: 'Preview' }).click();
  const dialog = page.getByRole('dialog', { name: 'As buyers see it' });
  await expect(dialog.getByRole('heading', { name })).toBeVisible();
  await dialog.getByText('On its page').click();
  await expect(dialog).toContainText('Blown by hand.');
  await isReadable(page);
  await dialog.getByRole('button', { name: 'Close' }).click();
  await expect(page.getByRole('textbox', { name: 'Name', exact: true })).toHaveValue(name);
});

test('an hour that the clocks skip is refused, and for one that comes twice the form asks which', async ({
  page,
}) => {
  await operator(page, `${list}/new`);
  const name = aName();
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill(name);
  await page.getByLabel(/^Start/).fill('2027-03-28T02:30');
  await page.getByLabel(/^End/).fill('2027-03-28T06:00');
  await page.keyboard.press('Control+Enter');
  await expect(
    page
      .getByText(/02:30 does not exist that day in Europe\/Berlin: clocks go from 02:00 to 03:00/)
      .first(),
  ).toBeVisible();
  expect((await found(name)).items).toEqual([]);

  await page.getByLabel(/^Start/).fill('2027-10-31T02:30');
  await page.getByLabel(/^End/).fill('2027-10-31T06:00');
  await page.getByRole('radio', { name: /^The second/ }).check();
  await isReadable(page);
  await page.getByRole('textbox', { name: 'Name', exact: true }).press('Control+Enter');
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
  expect((await found(name)).items).toMatchObject([{ startsAt: '2027-10-31T01:30:00.000Z' }]);
});

test('the list keeps its filter and order through a reload', async ({ page }) => {
  const name = aName();
  const draft = { draft: true, startsAt: inHours(5), endsAt: inHours(6), startingQuantity: 5 };
  const authorization = `Bearer ${process.env.E2E_TOKEN}`;
  for (const suffix of ['a', 'b']) {
    await post('/flash-sales', { ...draft, name: `${name} ${suffix}` }, { authorization });
  }
  await operator(page, list);
  await page.getByRole('tab', { name: 'Drafts' }).click();
  await page.getByLabel('Search by name').fill(name);
  await page.getByRole('button', { name: 'Sale', exact: false }).first().click();
  const rows = page.getByRole('table', { name: 'Sales' }).getByRole('link', { name });
  await expect(rows).toHaveText([`${name} a`, `${name} b`]);
  await expect(page).toHaveURL(/(?=.*tab=drafts)(?=.*q=Lamp)(?=.*sort=name)/);
  await page.reload();
  await expect(rows).toHaveText([`${name} a`, `${name} b`]);
  await expect(page.getByRole('tab', { name: 'Drafts' })).toHaveAttribute('aria-selected', 'true');
  await expect(page.getByLabel('Search by name')).toHaveValue(name);
  await inspect(page, 'sales');
  await page.getByLabel('Search by name').fill('nothing is called so');
  await expect(page.getByRole('heading', { name: 'No sale matches' })).toBeVisible();
  await isReadable(page);
});

test('a draft is scheduled from its row in the list', async ({ page }) => {
  const name = aName();
  const draft = { draft: true, startsAt: inHours(5), endsAt: inHours(6), startingQuantity: 5 };
  const authorization = `Bearer ${process.env.E2E_TOKEN}`;
  await post('/flash-sales', { ...draft, name }, { authorization });
  await operator(page, `${list}?q=${encodeURIComponent(name)}`);
  await page.getByRole('button', { name: `Actions for ${name}` }).click();
  await page.getByRole('menuitem', { name: 'Schedule…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Schedule the sale' });
  await expect(dialog).toContainText('The sale starts');
  await dialog.getByRole('button', { name: 'Schedule the sale' }).click();
  await expect(page.getByRole('row').filter({ hasText: name })).toContainText('Scheduled');
  expect((await found(name)).items).toMatchObject([{ name, phase: 'scheduled' }]);
});

test('a sale is duplicated, and one with orders is not deleted', async ({ page }) => {
  const sale = await makeSale();
  const buyer = await holder(sale);
  await operator(page, `${list}?q=${encodeURIComponent(sale.name)}`);
  const menu = page.getByRole('button', { name: `Actions for ${sale.name}` });
  await menu.click();
  await page.getByRole('menuitem', { name: 'Duplicate' }).click();
  await expect(page.getByRole('textbox', { name: 'Name', exact: true })).toHaveValue(
    `${sale.name} (copy)`,
  );
  await page.getByRole('button', { name: 'Save as draft' }).click();
  await expect(page.getByRole('heading', { level: 1, name: `${sale.name} (copy)` })).toBeVisible();
  await expect(page.getByRole('region', { name: 'Before it goes live' })).toBeVisible();

  await buyer.pay();
  await page.goto(adminUrl(`${list}?q=${encodeURIComponent(sale.name)}`));
  const row = page
    .getByRole('row')
    .filter({ has: page.getByRole('link', { name: sale.name, exact: true }) });
  await expect(row).toContainText('1 of 5 sold');
  await row.getByRole('button', { name: /Actions for/ }).click();
  const items = page.getByRole('menuitem');
  await expect(items.filter({ hasText: 'Duplicate' })).toBeVisible();
  await expect(items.filter({ hasText: 'Delete' })).toHaveCount(0);
  const shop = items.filter({ hasText: 'View in shop' });
  await expect(shop).toHaveAttribute('href', new RegExp(`/sales/${sale.id}/$`));
});

test('unsaved changes survive an ended session and an accidental click on a link', async ({
  page,
}) => {
  const person = await operator(page, `${list}/new`);
  const name = aName();
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill(name);
  await page.getByRole('link', { name: 'Audit log' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Stay here' }).click();
  await expect(page.getByRole('textbox', { name: 'Name', exact: true })).toHaveValue(name);

  await endOtherSessions(person);
  await page.getByRole('button', { name: 'Schedule the sale' }).click();
  const dialog = page.getByRole('dialog', { name: 'Your session has ended' });
  await expect(dialog).toBeVisible();
  await dialog.getByLabel(/^Password/).fill(aPassword);
  await dialog.getByRole('button', { name: 'Sign in' }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByRole('textbox', { name: 'Name', exact: true })).toHaveValue(name);
  await page.getByRole('button', { name: 'Schedule the sale' }).click();
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
  expect((await found(name)).items).toHaveLength(1);
});

const inHours = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();
