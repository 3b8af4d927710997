import type { Page } from '@playwright/test';
import { joinSale, openSale, pay, sees } from '../../support/buyer-page.ts';
import { holder } from '../../support/other-buyer.ts';
import { anEmail, makeSale, type Sale } from '../../support/shop.ts';
import { expect, test } from '../../support/test.ts';
import { label } from '../../support/words.ts';

interface Alert {
  title: string;
  body: string;
}

/** Records the notifications and tones of the page, which are still made. */
async function observe(page: Page): Promise<{ alerts: Alert[]; tones: () => Promise<number> }> {
  const alerts: Alert[] = [];
  await page.exposeFunction('reportAlert', (alert: Alert) => void alerts.push(alert));
  await page.addInitScript(() => {
    const recorded = globalThis as unknown as {
      reportAlert: (alert: Alert) => void;
      tones: number;
    };
    recorded.tones = 0;
    globalThis.Notification = class extends Notification {
      constructor(title: string, options?: NotificationOptions) {
        super(title, options);
        recorded.reportAlert({ title, body: options?.body ?? '' });
      }
    };
    const start = OscillatorNode.prototype.start;
    OscillatorNode.prototype.start = function (at) {
      recorded.tones += 1;
      start.call(this, at);
    };
  });
  const tones = () => page.evaluate(() => (globalThis as unknown as { tones: number }).tones);
  return { alerts, tones };
}

async function joinWithAlert(page: Page, sale: Sale): Promise<void> {
  await openSale(page, sale);
  await page.locator('input[name=email]').fill(anEmail());
  await page.getByLabel(label('alertMe')).check();
  await page.locator('form button[type=submit]').click();
}

const icon = (page: Page) => page.locator('link[rel~=icon]').getAttribute('href');

test('a buyer who asked for an alert learns of the turn by notification, sound, title and icon', async ({
  page,
  context,
}) => {
  await context.grantPermissions(['notifications']);
  const sale = await makeSale({ startingQuantity: 1 });
  const first = await holder(sale);
  const { alerts, tones } = await observe(page);
  await joinWithAlert(page, sale);
  await sees(page, 'reserved');
  await expect(page.getByText(label('alertOn'))).toBeVisible();
  const plain = await icon(page);
  expect(alerts).toEqual([]);

  await first.leave();
  await sees(page, 'held');
  await expect.poll(() => alerts.length).toBe(1);
  expect(alerts[0]?.title).toBe(label('turnTitle'));
  expect(alerts[0]?.body).toContain(sale.name);
  expect(await tones()).toBeGreaterThan(0);
  await expect(page).toHaveTitle(/^YOUR TURN – 14:\d\d/);
  expect(await icon(page)).toMatch(/^data:image\/svg/);

  await pay(page);
  await sees(page, 'sold');
  await expect.poll(() => icon(page)).toContain(plain ?? '-');
  expect(alerts).toHaveLength(1);
});

test('a browser that refuses notifications shows so, and the sound still plays', async ({
  page,
}) => {
  const sale = await makeSale({ startingQuantity: 1 });
  const first = await holder(sale);
  const { alerts, tones } = await observe(page);
  await joinWithAlert(page, sale);
  await sees(page, 'reserved');
  await expect(page.getByText(label('alertSoundOnly'))).toBeVisible();
  await first.leave();
  await sees(page, 'held');
  await expect.poll(tones).toBeGreaterThan(0);
  expect(alerts).toEqual([]);
});

test('an alert can be chosen in line, and a reload keeps it', async ({ page, context }) => {
  await context.grantPermissions(['notifications']);
  const sale = await makeSale({ startingQuantity: 1 });
  const first = await holder(sale);
  const { alerts } = await observe(page);
  await joinSale(page, sale);
  await sees(page, 'reserved');
  await page.getByLabel(label('alertMe')).check();
  await expect(page.getByText(label('alertOn'))).toBeVisible();
  await page.reload();
  await expect(page.getByLabel(label('alertMe'))).toBeChecked();
  await first.leave();
  await sees(page, 'held');
  await expect.poll(() => alerts.length).toBe(1);
});

test('a buyer who did not ask for alerts gets none', async ({ page, context }) => {
  await context.grantPermissions(['notifications']);
  const sale = await makeSale({ startingQuantity: 1 });
  const first = await holder(sale);
  const { alerts, tones } = await observe(page);
  await joinSale(page, sale);
  await sees(page, 'reserved');
  await page.getByLabel(label('alertMe')).check();
  await page.getByLabel(label('alertMe')).uncheck();
  await first.leave();
  await sees(page, 'held');
  expect(alerts).toEqual([]);
  expect(await tones()).toBe(0);
});

test('a visitor of a sold-out sale who asked for it learns that a unit came back', async ({
  page,
  context,
}) => {
  await context.grantPermissions(['notifications']);
  const sale = await makeSale({ startingQuantity: 1 });
  const { orderId } = await (await holder(sale)).pay();
  const { alerts, tones } = await observe(page);
  await openSale(page, sale);
  await sees(page, 'soldOut');
  await page.getByLabel(label('alertReturn')).check();
  await expect(page.getByText(label('alertReturnOn'))).toBeVisible();

  await sale.refund(orderId);
  await sees(page, 'join');
  await expect.poll(() => alerts.length).toBe(1);
  expect(alerts[0]?.title).toBe(label('returnTitle'));
  expect(alerts[0]?.body).toContain(sale.name);
  expect(await tones()).toBeGreaterThan(0);
});
