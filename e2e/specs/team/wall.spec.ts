import { consoleUrl, figure, openConsole } from '../../support/console-page.ts';
import { bigCrowd, buyAll } from '../../support/crowd.ts';
import { makeSale } from '../../support/shop.ts';
import { expect, test } from '../../support/test.ts';
import { inspect } from '../../team/inspect.ts';

test.use({ bypassCSP: true, contextOptions: { reducedMotion: 'reduce' } });

test('the live console fills a wall without scrolling, says when it is not updating, and Escape leaves it', async ({
  page,
}) => {
  const sale = await makeSale({ startingQuantity: 5 });
  await openConsole(page, sale);
  await page.getByRole('link', { name: 'Full screen' }).click();
  await expect(page).toHaveURL(`${consoleUrl(sale)}/wall`);
  await expect(page.getByRole('navigation')).toHaveCount(0);
  await expect(page.getByRole('main').getByRole('button')).toHaveText(['Exit']);

  const buyers = await bigCrowd(sale, 3);
  await expect(figure(page, 'Stock', 'On hold')).toHaveText('3');
  expect(await buyAll(buyers)).toBe(3);
  await bigCrowd(sale, 4);
  await expect(figure(page, 'Stock', 'Sold')).toHaveText('3');
  await expect(figure(page, 'Stock', 'On hold')).toHaveText('2');
  await expect(page.getByRole('region', { name: 'People waiting' })).toContainText('2');
  await expect(page.getByRole('region', { name: 'Revenue' })).toContainText('€75');
  await expect(page.getByRole('timer')).toHaveText(/^5\d:\d\d$/);

  await sale.pause('We are checking the delivery.');
  await expect(page.getByRole('status').filter({ hasText: 'Paused' })).toBeVisible();
  await expect(page.getByText('“We are checking the delivery.”')).toBeVisible();
  await expect(page.getByRole('region', { name: 'Sold', exact: true })).toContainText('Paused');
  await inspect(page, 'wall');
  for (const [width, height] of [
    [1920, 1080],
    [3840, 2160],
  ] as const) {
    await page.setViewportSize({ width, height });
    expect(await page.evaluate(cutParts), `${width}×${height}`).toEqual([]);
  }

  await page.route('**/stream', (route) => route.abort());
  await page.route('**/overview', (route) => route.abort());
  await page.reload();
  await expect(page.getByRole('button', { name: 'Exit' })).toBeVisible();
  await page.unroute('**/overview');
  await expect(figure(page, 'Stock', 'Sold')).toHaveText('3');
  await page.route('**/overview', (route) => route.abort());
  await expect(page.getByRole('alert', { name: /^Not updating since \d/ })).toBeVisible();
  await expect(figure(page, 'Stock', 'Sold')).toHaveText('3');
  expect(await page.evaluate(cutParts)).toEqual([]);

  await page.keyboard.press('Escape');
  await expect(page).toHaveURL(consoleUrl(sale));
  await expect(page.getByRole('navigation', { name: 'Main' })).toBeAttached();
});

/** Parts that lie outside the screen, or whose text does not fit into them. */
function cutParts(): string[] {
  return [...document.querySelectorAll('main *')]
    .filter((part) => {
      const { right, bottom } = part.getBoundingClientRect();
      const isOut = right > innerWidth + 1 || bottom > innerHeight + 1;
      const isTight = part.matches('section, h1, p') && part.scrollWidth > part.clientWidth + 1;
      return isOut || isTight;
    })
    .map((part) => `${part.tagName} ${part.textContent}`);
}
