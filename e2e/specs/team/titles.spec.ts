import { control, inDialog, openConsole } from '../../support/console-page.ts';
import { holder } from '../../support/other-buyer.ts';
import { makeSale } from '../../support/shop.ts';
import { expect, test } from '../../support/test.ts';
import { adminUrl } from '../../team/people.ts';

test('the title of the browser tab names the sale, and a pause before it', async ({ page }) => {
  const sale = await makeSale();
  const title = (part: string) => `${sale.name} · ${part} · Flash sale · Team`;
  await openConsole(page, sale);
  await expect(page).toHaveTitle(title('Live'));
  for (const part of ['Line', 'Orders', 'Payments', 'Analytics', 'History', 'Edit', 'Live']) {
    await page.getByRole('tab', { name: part }).click();
    await expect(page).toHaveTitle(title(part));
  }
  await control(page, /^Pause/).click();
  await page.getByRole('button', { name: /^We are checking something/ }).click();
  await inDialog(page, 'Pause now').click();
  await expect(page).toHaveTitle(`Paused · ${title('Live')}`);

  const menu = page.getByRole('navigation', { name: 'Main' });
  for (const name of ['Orders', 'Audit log', 'System', 'Privacy']) {
    await menu.getByRole('link', { name }).click();
    await expect(page).toHaveTitle(`${name} · Flash sale · Team`);
  }
  await menu.getByRole('link', { name: 'Flash sales' }).click();
  await expect(page).toHaveTitle('Sales · Flash sale · Team');
  await page.getByRole('link', { name: 'New sale' }).first().click();
  await expect(page).toHaveTitle('New sale · Flash sale · Team');
});

test('the title of the browser tab names the order, and no longer once it is left', async ({
  page,
}) => {
  const sale = await makeSale();
  const { orderId } = await (await holder(sale)).pay();
  await openConsole(page, sale);
  await page.goto(adminUrl(`/dashboard/orders/${orderId}`));
  await expect(page).toHaveTitle(/^Order \w{3}-\w{3}-\w{3} · Flash sale · Team$/);
  const menu = page.getByRole('navigation', { name: 'Main' });
  await menu.getByRole('link', { name: 'Orders' }).click();
  await expect(page).toHaveTitle('Orders · Flash sale · Team');
});

test('an unknown sale shows a heading and a link to all sales', async ({ page }) => {
  await openConsole(page, await makeSale());
  await page.goto(adminUrl('/dashboard/flash-sales/6650f1a2b3c4d5e6f7a8b9c0'));
  await expect(page.getByRole('heading', { level: 1, name: 'Sale' })).toBeVisible();
  await page.getByRole('link', { name: 'All sales' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Flash sales' })).toBeVisible();
});
