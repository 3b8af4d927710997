import type { Page } from '@playwright/test';
import { violations } from '../layout/axe.ts';
import { expect } from '../support/test.ts';

/**
 * What is on the page is accessible in either scheme. Takes no pictures: this browser
 * stalls now and then when it has to resize a page whose field is being typed into.
 */
export async function isReadable(page: Page): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await expect.poll(() => violations(page), { message: colorScheme }).toEqual([]);
  }
}
