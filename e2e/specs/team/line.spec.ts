import { joinSale, sees } from '../../support/buyer-page.ts';
import { figure, inDialog, openConsole } from '../../support/console-page.ts';
import { auditOf, bigCrowd } from '../../support/crowd.ts';
import { holder } from '../../support/other-buyer.ts';
import { makeSale } from '../../support/shop.ts';
import { expect, test } from '../../support/test.ts';
import { inspect } from '../../team/inspect.ts';

test.use({ bypassCSP: true, contextOptions: { reducedMotion: 'reduce' } });

test('a guest is found by the full e-mail address, is removed, and sees that on the page', {
  tag: '@main',
}, async ({ page, browser }) => {
  const sale = await makeSale({ startingQuantity: 1 });
  await bigCrowd(sale, 3);
  const email = await joinSale(page, sale);
  await sees(page, 'reserved');
  const desk = await browser.newContext({ bypassCSP: true, reducedMotion: 'reduce' });
  const team = await desk.newPage();
  await openConsole(team, sale, 'line');

  const search = team.getByLabel('Full e-mail address');
  await search.fill(email.slice(0, 8));
  await search.press('Enter');
  await expect(team.getByText('No match')).toBeVisible();
  await search.fill(email);
  await search.press('Enter');
  const person = team.getByRole('article');
  await expect(person).toContainText('Place3');
  await expect(person).toContainText('Joined the line');
  await inspect(team, 'line-person');

  await person.getByRole('button', { name: 'Remove from the sale' }).click();
  await expect(team.getByRole('dialog')).toContainText('loses place 3');
  await team.getByRole('button', { name: 'Asked for by the buyer.' }).click();
  await inDialog(team, 'Remove').click();
  await expect(person).toContainText('Removed');
  await sees(page, 'removed');
  expect((await auditOf(sale)).at(-1)?.action).toBe('buyer.remove');
  await desk.close();
});

test('a line of three thousand is read page by page, and its rows keep their order', async ({
  page,
}) => {
  const sale = await makeSale({ startingQuantity: 1 });
  const first = await holder(sale);
  await bigCrowd(sale, 3_000);
  await openConsole(page, sale, 'line');
  const table = page.getByRole('table', { name: 'The line' });
  const places = table.locator('tbody tr');
  const place = (index: number) => places.nth(index).locator('td').nth(1);
  await expect(places).toHaveCount(50);
  await expect(page.getByText('1–50 of 3,000')).toBeVisible();
  await page.getByRole('button', { name: 'Next', exact: true }).click();
  await expect(place(0)).toHaveText('51');
  await page.getByLabel('Go to place').fill('2,981');
  await page.getByLabel('Go to place').press('Enter');
  await expect(place(0)).toHaveText('2,981');
  await expect(places).toHaveCount(20);
  await expect(page.getByRole('button', { name: 'Next', exact: true })).toBeDisabled();
  await page.getByRole('button', { name: 'Previous', exact: true }).click();
  await expect(place(0)).toHaveText('2,931');

  await page.getByRole('button', { name: 'First', exact: true }).click();
  await expect(place(0)).toHaveText('1');
  const head = await places.first().locator('td').first().textContent();
  await first.leave();
  await expect(page.getByText('The line moved: 1 of these is no longer waiting.')).toBeVisible();
  await expect(places.first()).toContainText(head ?? '');
  await expect(places.first()).toContainText('No longer waiting');
  await expect(place(1)).toHaveText('1');
  await inspect(page, 'line');
  await page.getByRole('button', { name: 'Show newest' }).click();
  await expect(places.first()).not.toContainText(head ?? '');
  await expect(place(0)).toHaveText('1');
});

test('a hold that is released goes to the next in line', async ({ page, browser }) => {
  const sale = await makeSale({ startingQuantity: 1 });
  const email = await joinSale(page, sale);
  await sees(page, 'held');
  await bigCrowd(sale, 1);
  const desk = await browser.newContext();
  const team = await desk.newPage();
  await openConsole(team, sale, 'line');
  await team.getByLabel('Full e-mail address').fill(email);
  await team.getByRole('button', { name: 'Find', exact: true }).click();
  const person = team.getByRole('article');
  await expect(person).toContainText('Holds a unit');
  await expect(person).toContainText('Hold ends in');
  await person.getByRole('button', { name: 'Release the hold' }).click();
  await team.getByRole('button', { name: 'Asked for by the buyer.' }).click();
  await inDialog(team, 'Release').click();
  await expect(person).not.toContainText('Holds a unit');
  await team.getByRole('tab', { name: 'Live' }).click();
  await expect(figure(team, 'Line', 'Waiting')).toHaveText('0');
  await expect(figure(team, 'Stock', 'On hold')).toHaveText('1');
  await desk.close();
});
