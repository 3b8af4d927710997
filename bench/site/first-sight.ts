import type { Browser } from '@playwright/test';
import { newVisitor, slowDown } from './browser.ts';

/** When the largest thing on a page was painted, for a first visit on a slow phone. */
export async function largestPaintMs(
  browser: Browser,
  url: string,
  ready: string,
  viewport?: { width: number; height: number },
): Promise<number> {
  const page = await newVisitor(browser, viewport);
  await slowDown(page);
  await page.addInitScript(() => {
    new PerformanceObserver((list) => {
      const at = list.getEntries().at(-1)?.startTime ?? 0;
      Object.assign(globalThis, { largestPaintMs: at });
    }).observe({ type: 'largest-contentful-paint', buffered: true });
  });
  await page.goto(url);
  await page.locator(ready).first().waitFor();
  await page.waitForFunction(() => [...document.images].every(({ complete }) => complete));
  // Whatever came with the last change has been painted, and reported, two frames later.
  const ms = await page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const report = () =>
          resolve((globalThis as unknown as { largestPaintMs: number }).largestPaintMs);
        requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(report, 50)));
      }),
  );
  await page.context().close();
  return ms;
}
