import type { Page } from '@playwright/test';
import { expect } from '../support/test.ts';
import { violations } from './axe.ts';
import { hiddenFocus, layoutFaults, lostInForcedColours, moving } from './faults.ts';

const WIDTHS = [320, 390, 768, 1280];
/** Widths at which axe runs, too. */
const AXE_WIDTHS = [320, 1280];
/** Below this width a dialog of the buyers' site covers its page. */
const SHEETS_BELOW = 896;
const COLOR_SCHEMES = ['light', 'dark'] as const;

interface LookOptions {
  /** Whether axe runs, too. */
  isChecked?: boolean;
  /** Rules of axe that do not apply here; callers say why. */
  except?: readonly string[];
}

/**
 * A picture of the whole page makes the window as tall as the page for a moment. What depends on the part that is seen,
 * as the bar while a clock is out of sight, follows within two frames.
 */
const twoFrames = () =>
  new Promise<void>((resolve) => {
    requestAnimationFrame(() => requestAnimationFrame(() => resolve()));
  });

/** Takes screenshots of the page in every width and both themes, and expects no faults. */
export async function checkLayout(
  page: Page,
  name: string,
  { isChecked = true, except = [] }: LookOptions = {},
): Promise<void> {
  const faults: string[] = [];
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: width < 500 ? 720 : 900 });
    for (const colorScheme of COLOR_SCHEMES) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce', forcedColors: 'none' });
      const view = `${name}-${width}-${colorScheme}`;
      await page.screenshot({ path: `test-results/looks/${view}.png`, fullPage: true });
      await page.evaluate(twoFrames);
      faults.push(
        ...(await page.evaluate(layoutFaults, SHEETS_BELOW)).map((fault) => `${view}: ${fault}`),
      );
      faults.push(...(await page.evaluate(moving)).map((fault) => `${view}: ${fault}`));
      if (!isChecked || !AXE_WIDTHS.includes(width)) {
        continue;
      }
      faults.push(...(await violations(page, except)).map((fault) => `${view}: ${fault}`));
    }
    if (width > 320) {
      continue;
    }
    faults.push(...(await page.evaluate(hiddenFocus)).map((fault) => `${name}-${width}: ${fault}`));
    await page.emulateMedia({ forcedColors: 'active' });
    const path = `test-results/looks/${name}-${width}-forced.png`;
    await page.screenshot({ path, fullPage: true });
    faults.push(...(await page.evaluate(lostInForcedColours)).map((fault) => `${name}: ${fault}`));
  }
  expect.soft(faults, name).toEqual([]);
}
