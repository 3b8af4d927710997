import type { Page } from '@playwright/test';
import { join, joinSale, openSale, sees } from '../../support/buyer-page.ts';
import { makeSale } from '../../support/shop.ts';
import { expect, test } from '../../support/test.ts';

for (const minutes of [10, -10]) {
  test(`a clock that is ${minutes} min off shows the true time left`, async ({ page }) => {
    await page.addInitScript((offMs) => {
      const RealDate = Date;
      globalThis.Date = class extends RealDate {
        constructor(...args: unknown[]) {
          if (args.length > 0) {
            super(...(args as [number]));
          } else {
            super(RealDate.now() + offMs);
          }
        }
        static override now() {
          return RealDate.now() + offMs;
        }
      } as DateConstructor;
    }, minutes * 60_000);
    await joinSale(page, await makeSale({ holdTtlSeconds: 900 }));
    await sees(page, 'held');
    await expect(page.getByRole('timer')).toHaveText(/14:[45]\d/);
  });
}

/** The time that the countdown shows and the time that the server says is left, in seconds. */
async function shownAndLeft(page: Page, saleId: string): Promise<[number, number]> {
  return page.evaluate(async (id) => {
    const { apiUrl } = await (await fetch('/config.json')).json();
    const answer = await fetch(`${apiUrl}/orders/position?flashSaleId=${id}`, {
      credentials: 'include',
      cache: 'no-store',
    });
    const { expiresAt, serverNow } = await answer.json();
    const text = document.querySelector('.hold-clock [role=timer]')?.textContent ?? '';
    const [minutes, seconds] = text.split(':').map(Number);
    const left = (Date.parse(expiresAt) - Date.parse(serverNow)) / 1_000;
    return [(minutes ?? Number.NaN) * 60 + (seconds ?? Number.NaN), left];
  }, saleId);
}

async function expectNeverLate(page: Page, saleId: string): Promise<void> {
  for (let reading = 0; reading < 5; reading += 1) {
    const [shown, left] = await shownAndLeft(page, saleId);
    // Tolerates ticks of half a second, whole seconds, and the time of two requests.
    expect(shown).toBeLessThanOrEqual(left + 0.75);
    expect(shown).toBeGreaterThanOrEqual(left - 3);
    await page.waitForTimeout(300);
  }
}

test('a countdown is never late after cached answers, a reload and in a second tab', {
  tag: '@main',
}, async ({ page, context }) => {
  const sale = await makeSale({ holdTtlSeconds: 900 });
  // Repeated visits, so that cached and 304 answers take part.
  await page.goto('/en/');
  for (let visit = 0; visit < 2; visit += 1) {
    await openSale(page, sale);
    await sees(page, 'join');
    await page.waitForTimeout(1_500);
  }
  await join(page);
  await sees(page, 'held');
  await expectNeverLate(page, sale.id);
  await page.reload();
  await sees(page, 'held');
  await expectNeverLate(page, sale.id);
  const second = await context.newPage();
  await openSale(second, sale);
  await sees(second, 'held');
  await expectNeverLate(second, sale.id);
});

test('after sleep the countdown says that it is updating until a fresh answer arrives', async ({
  page,
}) => {
  await page.addInitScript(() => {
    const { now } = Date;
    Object.assign(globalThis, { sleptMs: 0 });
    Date.now = () => now() + (globalThis as unknown as { sleptMs: number }).sleptMs;
  });
  const sale = await makeSale({ holdTtlSeconds: 900 });
  await joinSale(page, sale);
  await sees(page, 'held');
  await page.route('**/orders/position*', () => new Promise(() => {}));
  await page.route('**/time', () => new Promise(() => {}));
  // The steady clock stood still for ten minutes, as in sleep; only the wall clock went on.
  await page.evaluate(() => Object.assign(globalThis, { sleptMs: 600_000 }));
  await expect(page.locator('.hold-clock')).toContainText('Updating');
  await expect(page.locator('.hold-clock [role=timer]')).not.toContainText(/\d/);
  await page.unrouteAll({ behavior: 'ignoreErrors' });
  await expect(page.locator('.hold-clock [role=timer]')).toHaveText(/14:\d\d/);
});
