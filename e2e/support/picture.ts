import type { Page } from '@playwright/test';
import { call } from './call.ts';
import type { Sale } from './shop.ts';

/** The organiser's picture, drawn by the browser itself: 640 by 360. */
export async function givePicture(page: Page, sale: Sale): Promise<void> {
  await page.setContent('<body style="background: linear-gradient(teal, gold)">');
  const bytes = await page.screenshot({ clip: { x: 0, y: 0, width: 640, height: 360 } });
  await call('PUT', `/flash-sales/${sale.id}/picture`, bytes, {
    'content-type': 'image/png',
    authorization: `Bearer ${process.env.E2E_TOKEN}`,
  });
}
