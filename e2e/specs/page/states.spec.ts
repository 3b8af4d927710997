import type { Page } from '@playwright/test';
import { violations } from '../../layout/axe.ts';
import { openGallery, shownStates, showState } from '../../support/gallery.ts';
import { expect, test } from '../../support/test.ts';

const VIEWS = [
  { locale: 'en', colorScheme: 'light', width: 320 },
  { locale: 'en', colorScheme: 'light', width: 1280 },
  { locale: 'en', colorScheme: 'dark', width: 320 },
  { locale: 'en', colorScheme: 'dark', width: 1280 },
  { locale: 'de', colorScheme: 'light', width: 320 },
  { locale: 'ar', colorScheme: 'dark', width: 320 },
] as const;

// axe runs inside the page, which the policy of the page would forbid.
test.use({ bypassCSP: true, contextOptions: { reducedMotion: 'reduce' } });

for (const { locale, colorScheme, width } of VIEWS) {
  const view = `${locale}-${colorScheme}-${width}`;
  test(`every state is accessible and fits: ${view}`, async ({ page }) => {
    test.setTimeout(900_000);
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.setViewportSize({ width, height: width < 500 ? 720 : 900 });
    await openGallery(page, locale);
    for (const screen of shownStates) {
      await showState(page, screen);
      await page.screenshot({ path: `test-results/states/${view}-${screen}.png`, fullPage: true });
      expect.soft(await faultsOf(page), `${view} ${screen}`).toEqual([]);
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
  return [...layout, ...(await violations(page))];
}
