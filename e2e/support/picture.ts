import type { Page } from '@playwright/test';
import { call } from './call.ts';
import type { Sale } from './shop.ts';

/** The organiser's picture, drawn by the browser itself: 640 by 360 unless told otherwise. */
export async function givePicture(
  page: Page,
  sale: Sale,
  { width, height } = { width: 640, height: 360 },
): Promise<void> {
  const look = `width: ${width}px; height: ${height}px; background: linear-gradient(teal, gold)`;
  await page.setContent(`<body style="margin: 0; ${look}">`);
  const bytes = await page.screenshot({
    fullPage: true,
    clip: { x: 0, y: 0, width, height },
  });
  await call('PUT', `/flash-sales/${sale.id}/picture`, bytes, {
    'content-type': 'image/png',
    authorization: `Bearer ${process.env.E2E_TOKEN}`,
  });
}
