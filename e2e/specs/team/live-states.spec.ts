import { consoleUrl, control, figure, inDialog, openConsole } from '../../support/console-page.ts';
import { bigCrowd } from '../../support/crowd.ts';
import { inMinutes, makeSale } from '../../support/shop.ts';
import { expect, test } from '../../support/test.ts';
import { inspect } from '../../team/inspect.ts';
import { member, signIn } from '../../team/people.ts';

test.use({ bypassCSP: true, contextOptions: { reducedMotion: 'reduce' } });

test('without a stream the numbers are polled, and without any answer they are marked as old', async ({
  page,
}) => {
  const sale = await makeSale();
  await page.route('**/stream', (route) => route.abort());
  await openConsole(page, sale);
  await expect(page.getByText('Live feed not connected: refreshed every 2 s')).toBeVisible();
  await bigCrowd(sale, 2);
  await expect(figure(page, 'Stock', 'On hold')).toHaveText('2');

  await page.route('**/overview', (route) => route.abort());
  await expect(page.getByText('Numbers are not updating')).toBeVisible();
  await expect(figure(page, 'Stock', 'On hold')).toHaveText('2');
  await inspect(page, 'live-stale');
  await page.unroute('**/overview');
  await expect(page.getByText('Numbers are not updating')).toHaveCount(0);
  await page.unroute('**/stream');
  await expect(page.getByText('Live feed connected')).toBeVisible();
});

test('the key p opens the pause dialog, and a paused sale shows why, since when and by whom', async ({
  page,
}) => {
  const sale = await makeSale({ startingQuantity: 1 });
  await bigCrowd(sale, 3);
  const operator = await member('operator');
  await signIn(page, operator);
  await page.goto(consoleUrl(sale));
  await expect(figure(page, 'Line', 'Waiting')).toHaveText('2');
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog')).toContainText('Pause or resume the sale on screen');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.keyboard.press('p');
  await expect(page.getByRole('dialog')).toContainText('2 people waiting; places are kept');
  await inspect(page, 'live-pause');
  await page.getByRole('button', { name: /^We are checking something/ }).click();
  await inDialog(page, 'Pause now').click();
  const banner = page.getByText(/Your place is kept\.”/);
  await expect(banner).toContainText('Since');
  await expect(banner).toContainText(`by ${operator.email}`);
  await inspect(page, 'live-paused');
});

test('a viewer sees the numbers and no controls', async ({ page }) => {
  const sale = await makeSale({ startsAt: inMinutes(30), lobbyOpensAt: inMinutes(20) });
  await signIn(page, await member('viewer'));
  await page.goto(consoleUrl(sale));
  await expect(page.getByText('Upcoming', { exact: true })).toBeVisible();
  await expect(page.getByRole('timer')).toHaveText(/^(29|30):/);
  await expect(control(page, /./)).toHaveCount(0);
  await inspect(page, 'live-upcoming');
});

test('a halted sale and a missing worker are shown as alerts with their effect on buyers', async ({
  page,
}) => {
  const sale = await makeSale({ startingQuantity: 1 });
  await bigCrowd(sale, 3);
  // A real engine cannot be put into this state, so the answer of the API is changed.
  await page.route('**/stream', (route) => route.abort());
  await page.route('**/overview', async (route) => {
    const response = await route.fetch();
    const seen = (await response.json()) as object;
    const at = new Date().toISOString();
    const json = {
      ...{ ...seen, halted: 'a unit out of range', restoring: false },
      worker: { alive: false, lastSeenAt: at, at },
    };
    await route.fulfill({ response, json });
  });
  await openConsole(page, sale);
  const alerts = page.getByRole('alert');
  await expect(alerts.filter({ hasText: 'Halted: the line has stopped' })).toBeVisible();
  await expect(alerts.filter({ hasText: 'No queue worker is running' })).toBeVisible();
  await expect(page.getByText(/a unit out of range\. 2 people/)).toContainText(
    'places and orders are kept',
  );
  await inspect(page, 'live-halted');
  // The page asks again and again: an answer that is still being changed belongs to this test.
  await page.unrouteAll({ behavior: 'wait' });
});
