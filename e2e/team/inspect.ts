import type { Page } from '@playwright/test';
import axe from 'axe-core';
import { expect } from '../support/test.ts';

const looks = [
  { colorScheme: 'light', width: 320 },
  { colorScheme: 'dark', width: 320 },
  { colorScheme: 'light', width: 1280 },
  { colorScheme: 'dark', width: 1280 },
] as const;

/**
 * What is on the page now, on a phone and a desk, light and dark: it is accessible, and
 * nothing is wider than the screen. Needs `bypassCSP`, since the checker is put into the page.
 */
export async function inspect(page: Page, name: string): Promise<void> {
  const size = page.viewportSize();
  await page.evaluate(axe.source);
  for (const { colorScheme, width } of looks) {
    const look = `${name}-${colorScheme}-${width}`;
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.setViewportSize({ width, height: width < 500 ? 720 : 900 });
    // What fades in or moves is judged when it is there.
    await page.evaluate(async () => {
      await Promise.allSettled(document.getAnimations().map(({ finished }) => finished));
    });
    await page.screenshot({ path: `test-results/team/${look}.png`, fullPage: true });
    expect.soft(await faultsOf(page), look).toEqual([]);
  }
  if (size) {
    await page.setViewportSize(size);
  }
}

async function faultsOf(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: typeof import('axe-core') };
    const wide = document.documentElement.scrollWidth - innerWidth;
    const found = await axe.run(document, { resultTypes: ['violations'] });
    return [
      ...(wide > 0 ? [`${wide} px too wide`] : []),
      ...found.violations.map(({ id, nodes }) => {
        const [node] = nodes;
        return `${id}: ${node?.html.slice(0, 160)} ${node?.failureSummary?.slice(0, 200)}`;
      }),
    ];
  });
}
