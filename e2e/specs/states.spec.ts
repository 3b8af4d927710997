import type { Page } from '@playwright/test';
import axe from 'axe-core';
import { expect, test } from '../test.ts';
import { screens } from '../words.ts';

const looks = [
  { locale: 'en', colorScheme: 'light', width: 320 },
  { locale: 'en', colorScheme: 'light', width: 1280 },
  { locale: 'en', colorScheme: 'dark', width: 320 },
  { locale: 'en', colorScheme: 'dark', width: 1280 },
  { locale: 'de', colorScheme: 'light', width: 320 },
  { locale: 'ar', colorScheme: 'dark', width: 320 },
] as const;

/** A bad connection shows a known state, dated. */
const connections: Record<string, string> = { reconnecting: 'waiting', disconnected: 'paused' };

// The checker is put into the page, which the page's own policy would forbid.
test.use({ bypassCSP: true, contextOptions: { reducedMotion: 'reduce' } });

for (const { locale, colorScheme, width } of looks) {
  const look = `${locale}-${colorScheme}-${width}`;
  test(`every state is accessible and fits: ${look}`, async ({ page }) => {
    test.setTimeout(900_000);
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.setViewportSize({ width, height: width < 500 ? 720 : 900 });
    await page.goto(`/${locale}/__states`);
    await page.evaluate(axe.source);
    for (const screen of [...screens, ...Object.keys(connections)]) {
      await page.evaluate((name) => {
        location.hash = name;
      }, screen);
      await expect(page.locator(`.sale-${connections[screen] ?? screen}`)).toBeVisible();
      await page.screenshot({ path: `test-results/states/${look}-${screen}.png`, fullPage: true });
      expect.soft(await faultsOf(page), `${look} ${screen}`).toEqual([]);
    }
  });
}

async function faultsOf(page: Page): Promise<string[]> {
  const layout = await page.evaluate(() => {
    const wide = document.documentElement.scrollWidth - innerWidth;
    const headings = document.querySelectorAll('h1').length;
    const clipped = [...document.querySelectorAll<HTMLElement>('main *')].filter((element) => {
      const isCut = getComputedStyle(element).overflowX !== 'visible';
      const isSeen = !element.closest('.visually-hidden') && element.clientWidth > 1;
      return isCut && isSeen && element.scrollWidth > element.clientWidth + 1;
    });
    return [
      ...(wide > 0 ? [`${wide} px too wide`] : []),
      ...(headings === 1 ? [] : [`${headings} headings of the first level`]),
      ...clipped.map((element) => `clipped: ${element.outerHTML.slice(0, 120)}`),
    ];
  });
  const violations = await page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: typeof import('axe-core') };
    const found = await axe.run(document, { resultTypes: ['violations'] });
    return found.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 120)}`);
  });
  return [...layout, ...violations];
}
