import type { Page } from '@playwright/test';
import axe from 'axe-core';

/** Accessibility violations found by axe; the policy of the page must allow its script. */
export async function violations(page: Page, except: readonly string[] = []): Promise<string[]> {
  const isThere = await page.evaluate(() => 'axe' in globalThis);
  if (!isThere) {
    await page.evaluate(axe.source);
  }
  const rules = Object.fromEntries(except.map((rule) => [rule, { enabled: false }]));
  return page.evaluate(async (disabled) => {
    const { axe: checker } = globalThis as unknown as { axe: typeof import('axe-core') };
    const found = await checker.run(document, { resultTypes: ['violations'], rules: disabled });
    return found.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 120)}`);
  }, rules);
}
