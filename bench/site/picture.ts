import type { Browser } from '@playwright/test';
import type { Bench } from '../bench.ts';
import { newVisitor } from './browser.ts';

/** Gives a sale a picture of 1200 by 800 as an organiser would; returns its size in bytes. */
export async function givePicture(bench: Bench, browser: Browser, saleId: string): Promise<number> {
  const page = await newVisitor(browser, { width: 1_200, height: 800 });
  // Fine stripes in many colours: about as hard to compress as a photo.
  const stripes = 'repeating-conic-gradient(teal 0 3deg, gold 4deg 5deg, coral 6deg 7deg)';
  await page.setContent(`<body style="background: ${stripes}">`);
  const bytes = await page.screenshot({ type: 'jpeg', quality: 80 });
  await page.context().close();
  const answer = await fetch(`${bench.api}/flash-sales/${saleId}/picture`, {
    method: 'PUT',
    body: new Blob([new Uint8Array(bytes)]),
    headers: { ...bench.teams[0], 'content-type': 'image/jpeg' },
  });
  if (!answer.ok) {
    throw new Error(`no picture: ${answer.status} ${await answer.text()}`);
  }
  return bytes.length;
}
