import { joinSale, sees } from '../../support/buyer-page.ts';
import { control, figure, inDialog, openConsole } from '../../support/console-page.ts';
import { auditOf, bigCrowd, buyAll, countsOf } from '../../support/crowd.ts';
import { measureEffort } from '../../support/measure-effort.ts';
import { inMinutes, makeSale } from '../../support/shop.ts';
import { expect, test } from '../../support/test.ts';
import { inspect } from '../../team/inspect.ts';

test.use({ bypassCSP: true, contextOptions: { reducedMotion: 'reduce' } });

test('a sale is watched, paused, given stock, resumed and ended, and each step is in the audit log', {
  tag: '@main',
}, async ({ page }) => {
  const sale = await makeSale({ startingQuantity: 5 });
  await openConsole(page, sale);
  await bigCrowd(sale, 20);
  await expect(figure(page, 'Stock', 'On hold')).toHaveText('5');
  await expect(figure(page, 'Line', 'Waiting')).toHaveText('15');

  await control(page, /^Pause/).click();
  await page.getByRole('button', { name: /^We are checking something/ }).click();
  await inDialog(page, 'Pause now').click();
  await expect(page.getByText(/Your place is kept\.”/)).toBeVisible();

  await control(page, 'Stock').click();
  await page.getByRole('textbox', { name: 'Units' }).fill('4');
  await page.getByRole('button', { name: 'A late delivery.' }).click();
  await inDialog(page, 'Add 4 units').click();
  await expect(figure(page, 'Stock', 'Available')).toHaveText('4');
  // Units are free and buyers wait, but none is granted for two seconds.
  const paused = await countsOf(sale);
  const later = new Date(Date.parse(paused.serverNow) + 2_000).toISOString();
  await expect.poll(async () => (await countsOf(sale)).serverNow > later).toBe(true);
  expect(await countsOf(sale)).toMatchObject({ free: 4, waiting: 15, served: paused.served });

  await page.getByRole('button', { name: 'Resume', exact: true }).click();
  await page.getByRole('button', { name: 'The problem is fixed.' }).click();
  await inDialog(page, 'Resume now').click();
  await expect(figure(page, 'Stock', 'On hold')).toHaveText('9');
  await expect(figure(page, 'Line', 'Waiting')).toHaveText('11');

  await control(page, 'End now').click();
  await expect(page.getByRole('dialog')).toContainText('11 people waiting will not get a unit');
  await expect(inDialog(page, 'End now')).toBeDisabled();
  await page.getByLabel(/to confirm/).fill(sale.name);
  await page.getByRole('button', { name: 'Ended early by the organiser.' }).click();
  await inDialog(page, 'End now').click();
  await expect(page.getByRole('link', { name: 'See analytics' })).toBeVisible();

  const steps = (await auditOf(sale)).filter(({ reason }) => reason !== null);
  expect(steps.map(({ action }) => action)).toEqual([
    'sale.pause',
    'sale.stock',
    'sale.resume',
    'sale.end',
  ]);
});

test('the console shows the right numbers while a crowd buys every unit', async ({ page }) => {
  const sale = await makeSale({ startingQuantity: 60 });
  await openConsole(page, sale);
  const effort = await measureEffort(page);
  const buyers = await bigCrowd(sale, 400);
  await expect(figure(page, 'Line', 'Waiting')).toHaveText('340');
  expect(await buyAll(buyers)).toBe(60);
  await expect.poll(async () => (await countsOf(sale)).sold).toBe(60);
  const trueAt = performance.now();
  await expect(figure(page, 'Stock', 'Sold')).toHaveText('60', { timeout: 10_000 });
  const lag = performance.now() - trueAt;

  await expect(page.getByRole('status').filter({ hasText: /^Sold out$/ })).toBeVisible();
  await expect(figure(page, 'Outcomes', 'Bought')).toContainText('60');
  const plot = page.getByRole('slider', { name: /^Joins per minute/ });
  await plot.focus();
  await plot.press('ArrowLeft');
  await expect(plot).toHaveAttribute('aria-valuetext', /^1 s ago: /);
  const { cpu, drawsPerSecond } = await effort();
  console.log(
    `the console was right ${Math.round(lag)} ms after the API; its page used ${Math.round(100 * cpu)} % of a core and was drawn ${drawsPerSecond.toFixed(1)} times a second`,
  );
  await inspect(page, 'live-sold-out');
});

test('a message appears on the page of a waiting buyer, and disappears when it is removed', async ({
  page,
  browser,
}) => {
  const sale = await makeSale({ startingQuantity: 1 });
  await bigCrowd(sale, 1);
  await joinSale(page, sale);
  await sees(page, 'reserved');
  const desk = await browser.newContext();
  const team = await desk.newPage();
  await openConsole(team, sale);

  await control(team, 'Message').click();
  await team.getByLabel('Message', { exact: true }).fill('We go on at noon.');
  await expect(team.getByRole('region', { name: 'As buyers see it' })).toHaveText(
    'We go on at noon.',
  );
  await team.getByRole('button', { name: 'News for buyers in line.' }).click();
  await inDialog(team, 'Show the message').click();
  await expect(page.getByText('We go on at noon.')).toBeVisible();

  await control(team, 'Message').click();
  await team.getByLabel('Message', { exact: true }).fill('');
  await team.getByRole('button', { name: 'No longer true.' }).click();
  await inDialog(team, 'Remove the message').click();
  await expect(page.getByText('We go on at noon.')).toHaveCount(0);
  await desk.close();
});

test('the console refuses to remove units that buyers have', async ({ page }) => {
  const sale = await makeSale({ startingQuantity: 10 });
  await bigCrowd(sale, 4);
  await openConsole(page, sale);
  await expect(figure(page, 'Stock', 'On hold')).toHaveText('4');
  await control(page, 'Stock').click();
  await expect(page.getByRole('dialog')).toContainText('the stock cannot go below 4');
  await page.getByText('Remove available units').click();
  const units = page.getByRole('textbox', { name: 'Units' });
  await units.fill('7');
  await expect(inDialog(page, 'Remove 7 units')).toBeDisabled();
  await units.fill('6');
  await expect(page.getByRole('dialog')).toContainText('Stock 10 → 4.');
  await inspect(page, 'live-stock');
  await page.getByRole('button', { name: 'Stock count corrected.' }).click();
  await inDialog(page, 'Remove 6 units').click();
  await expect(figure(page, 'Stock', 'Available')).toHaveText('0');
  expect(await countsOf(sale)).toMatchObject({ stock: 4, held: 4, free: 0 });
});

test('the end of a sale is extended, and the page counts down to the new end', async ({ page }) => {
  const sale = await makeSale({ endsAt: inMinutes(10) });
  await openConsole(page, sale);
  await expect(page.getByRole('timer')).toHaveText(/^(9|10):/);
  await control(page, 'Extend the end').click();
  await expect(page.getByRole('dialog').getByRole('radio', { name: '15 min' })).toBeFocused();
  await page.getByText('1 h', { exact: true }).click();
  await page.getByRole('button', { name: 'To make up for a pause.' }).click();
  await inDialog(page, 'Move the end').click();
  await expect(page.getByRole('timer')).toHaveText(/^1:(09|10):/);
  expect((await auditOf(sale)).at(-1)).toMatchObject({
    action: 'sale.edit',
    reason: 'To make up for a pause.',
  });
});
