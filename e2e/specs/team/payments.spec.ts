import { endpoints } from '@flash/shared-types';
import { makeSale } from '../../support/shop.ts';
import { expect, test } from '../../support/test.ts';
import { inspect } from '../../team/inspect.ts';
import { member, signIn } from '../../team/people.ts';

test.use({ bypassCSP: true, contextOptions: { reducedMotion: 'reduce' } });

test('a member of support sees that the payments of a sale agree, and mends a difference with a reason', async ({
  page,
}) => {
  const { id } = await makeSale({ startingQuantity: 2 });
  await signIn(page, await member('support'), `/dashboard/flash-sales/${id}/payments`);
  await expect(page.getByText('0 differences')).toBeVisible();
  await expect(page.getByText('moves no money')).toBeVisible();
  await inspect(page, 'payments');

  // No process is ended here, so the answer is the one of the documentation.
  const { answer } = endpoints.reconciliation.example;
  const [one] = answer.differences;
  const differences = [
    one,
    { ...one, id: 'b', kind: 'charge-missing', step: null },
    { ...one, id: 'c', isOnItsWay: true },
  ];
  await page.route('**/orders/admin/reconciliation/*', (route) =>
    route.fulfill({ json: { ...answer, flashSaleId: id, differences, total: 3, onTheirWay: 1 } }),
  );
  await page.getByRole('button', { name: 'Compare again' }).click();
  await expect(page.getByText('2 differences')).toBeVisible();
  await expect(page.getByRole('cell', { name: 'settling', exact: true })).toBeVisible();
  await inspect(page, 'payments-differences');
  await page.getByRole('button', { name: /^Capture: / }).click();
  await page.getByLabel('Reason').fill('The provider was away');
  await inspect(page, 'payments-mend');
  await page.getByRole('dialog').getByRole('button', { name: 'Capture' }).click();
  await expect(page.getByText('Nothing was done: the difference is gone.')).toBeVisible();
});
