import { expect, type Page } from '@playwright/test';
import type { Locale } from './words.ts';
import { screens } from './words.ts';

/** Examples that are no states of their own, and the state each shows. */
const others: Record<string, string> = {
  reconnecting: 'waiting',
  disconnected: 'paused',
  lineOfOne: 'almost',
  lineOfThree: 'almost',
  lineOfEight: 'almost',
  lineOf300: 'waiting',
  lineOfMillion: 'waiting',
  cardEarly: 'almost',
  cardForm: 'held',
  cardBlocked: 'held',
  cardDeclined: 'failed',
  cardNotConfirmed: 'failed',
  deliveryInLine: 'waiting',
  delivery: 'held',
  deliveryRefused: 'failed',
};

export const shownStates = [...screens, ...Object.keys(others)];

/** Waits for the list: the page would overwrite an address changed before that. */
export async function openGallery(page: Page, locale: Locale): Promise<void> {
  await page.goto(`/${locale}/__states`);
  await expect(page.locator('a[href="#held"]')).toBeVisible();
}

export async function showState(page: Page, name: string): Promise<void> {
  await page.evaluate((state) => {
    location.hash = state;
  }, name);
  await expect(page.locator(`.sale-${others[name] ?? name}`)).toBeVisible();
}
