import type { Page } from '@playwright/test';
import { expect } from '../test.ts';
import { violations } from './axe.ts';
import { hiddenFocus, layoutFaults, lostInForcedColours, moving } from './faults.ts';

const widths = [320, 390, 768, 1280];
/** Where the checker of accessibility looks, too. */
const checked = [320, 1280];
/** Narrower than this, a sheet of the customers' site lies in front of its page. */
const SHEETS_BELOW = 896;
const schemes = ['light', 'dark'] as const;

interface LookOptions {
  /** Whether the checker of accessibility looks, too. */
  isChecked?: boolean;
  /** Rules of its that do not hold here, each for a reason that is said where it is named. */
  except?: readonly string[];
}

/** Pictures of what is on the page, in every width and both themes, and what is wrong with it. */
export async function lookAt(
  page: Page,
  name: string,
  { isChecked = true, except = [] }: LookOptions = {},
): Promise<void> {
  const faults: string[] = [];
  for (const width of widths) {
    await page.setViewportSize({ width, height: width < 500 ? 720 : 900 });
    for (const colorScheme of schemes) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce', forcedColors: 'none' });
      const look = `${name}-${width}-${colorScheme}`;
      await page.screenshot({ path: `test-results/looks/${look}.png`, fullPage: true });
      faults.push(
        ...(await page.evaluate(layoutFaults, SHEETS_BELOW)).map((fault) => `${look}: ${fault}`),
      );
      faults.push(...(await page.evaluate(moving)).map((fault) => `${look}: ${fault}`));
      if (!isChecked || !checked.includes(width)) {
        continue;
      }
      faults.push(...(await violations(page, except)).map((fault) => `${look}: ${fault}`));
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
