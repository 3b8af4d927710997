import type { Page } from '@playwright/test';
import axe from 'axe-core';
import { layoutFaults } from '../layout/faults.ts';
import { expect } from '../support/test.ts';

const looks = [
  { colorScheme: 'light', width: 390 },
  { colorScheme: 'dark', width: 390 },
  { colorScheme: 'light', width: 1280 },
  { colorScheme: 'dark', width: 1280 },
] as const;

/**
 * One page on a phone and a desk, light and dark: takes a screenshot, and checks its layout and
 * accessibility. Needs `bypassCSP`, since the checker is injected into the page.
 */
export async function sweep(page: Page, name: string, isThere: () => Promise<void>): Promise<void> {
  for (const { colorScheme, width } of looks) {
    const look = `${name}-${width}-${colorScheme}`;
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.setViewportSize({ width, height: width < 500 ? 720 : 900 });
    // Lists are cards on a phone: other elements, so it is waited for again.
    await isThere();
    await page.evaluate(async () => {
      await Promise.allSettled(document.getAnimations().map(({ finished }) => finished));
    });
    await page.screenshot({ path: `test-results/admin-pages/${look}.png`, fullPage: true });
    const faults = [
      ...(await page.evaluate(layoutFaults, Number.MAX_SAFE_INTEGER)),
      ...(await violationsOf(page)),
    ];
    expect.soft(faults, look).toEqual([]);
  }
}

async function violationsOf(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  return page.evaluate(async () => {
    const { axe: checker } = globalThis as unknown as { axe: typeof import('axe-core') };
    const { violations } = await checker.run(document, { resultTypes: ['violations'] });
    return violations.map(({ id, nodes }) => {
      const [node] = nodes;
      return `${id} (${nodes.length}): ${node?.html.slice(0, 160)} ${node?.failureSummary?.slice(0, 220)}`;
    });
  });
}
