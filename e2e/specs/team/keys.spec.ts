import { expect, test } from '../../support/test.ts';
import { inspect } from '../../team/inspect.ts';
import { member, signIn, statusOf } from '../../team/people.ts';

test.use({ bypassCSP: true, contextOptions: { reducedMotion: 'reduce' } });

test('an owner creates an API key that works at once, is shown once, and is refused when revoked', async ({
  page,
}) => {
  const name = 'Warehouse';
  await signIn(page, await member('owner'), '/dashboard/keys');
  await page.getByRole('button', { name: 'New API key' }).first().click();
  await page.getByLabel('Name').fill(name);
  await page.getByRole('checkbox', { name: 'sales:read' }).check();
  await inspect(page, 'keys-new');
  await page.getByRole('button', { name: 'Create key' }).click();
  const field = page.getByLabel('API key', { exact: true });
  await expect(field).toHaveValue(/^fsk_test_[0-9A-Za-z]{38}$/);
  const token = await field.inputValue();
  await inspect(page, 'keys-made');
  const program = { name, email: '', token };
  expect(await statusOf('/flash-sales', program)).toBe(200);
  expect(await statusOf('/orders/admin/list', program)).toBe(403);
  await page.getByRole('button', { name: 'Done' }).click();

  await page.reload();
  const row = page.getByRole('row', { name: token.slice(0, 13) });
  await expect(row).toContainText('active until');
  expect(await page.content()).not.toContain(token);
  await inspect(page, 'keys');
  await row.getByRole('button', { name: `Revoke ${name}` }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
  await expect(row).toContainText('revoked');
  expect(await statusOf('/flash-sales', program)).toBe(401);
});
