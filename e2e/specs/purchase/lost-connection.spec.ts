import { joinSale, openSale, sees } from '../../support/buyer-page.ts';
import { apiUrl } from '../../support/call.ts';
import { holder } from '../../support/other-buyer.ts';
import { makeSale } from '../../support/shop.ts';
import { readRun } from '../../support/stack-run.ts';
import { expect, test } from '../../support/test.ts';
import { label } from '../../support/words.ts';

test('a buyer who goes offline keeps the place and is served after coming back', async ({
  page,
  context,
}) => {
  const sale = await makeSale({ startingQuantity: 1 });
  const first = await holder(sale);
  await joinSale(page, sale);
  await sees(page, 'reserved');

  await context.setOffline(true);
  await expect(page.getByText(label('offline'))).toBeVisible();
  await expect(page.locator('p.lead')).toHaveText('You are next.');
  await context.setOffline(false);
  await expect(page.getByText(label('offline'))).toBeHidden();

  await first.leave();
  await sees(page, 'held');
});

test('the line survives an API that is killed', async ({ page }) => {
  const sale = await makeSale({ startingQuantity: 1 });
  const first = await holder(sale);
  await joinSale(page, sale);
  await sees(page, 'reserved');

  const before = readRun().pids.api ?? 0;
  process.kill(before, 'SIGKILL');
  await expect.poll(() => readRun().pids.api).not.toBe(before);
  const isReady = () =>
    fetch(`${apiUrl()}/readyz`).then(
      ({ status }) => status,
      () => 0,
    );
  await expect.poll(isReady, { timeout: 120_000 }).toBe(200);

  await expect(page.locator('p.lead')).toHaveText('You are next.');
  await first.leave();
  await expect(page.locator('#pay')).toBeVisible({ timeout: 120_000 });
  await sees(page, 'held');
});

test('the page shows that the shop does not answer, and recovers by itself', async ({
  page,
  context,
}) => {
  const sale = await makeSale();
  const everything = `${apiUrl()}/**`;
  await context.route(everything, (route) => route.abort());
  await openSale(page, sale);
  await sees(page, 'unreachable');
  await context.unroute(everything);
  await sees(page, 'join');
});
