import { expect, type Page } from '@playwright/test';
import type { Locale } from './words.ts';
import { screens } from './words.ts';

/** Examples that are no states of their own, and the state each shows. */
const others: Record<string, string> = {
  joinTurnedAway: 'joining',
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
  deliveryInLine: 'reserved',
  delivery: 'held',
  deliveryMissing: 'held',
  deliveryRefused: 'failed',
  picture: 'join',
  mailOffered: 'reserved',
  mailWanted: 'reserved',
  mailStopped: 'reserved',
  mailOfAccount: 'almost',
  returnMail: 'soldOut',
  returnMailWanted: 'soldOut',
  joinMailKept: 'join',
  soldMailKept: 'sold',
  joinWithoutMail: 'join',
  soldWithoutMail: 'sold',
  deviceCode: 'reserved',
  deviceCodeUsed: 'reserved',
  codeAsked: 'joinReserved',
  codeRefused: 'joinReserved',
};

/** Examples of other pages than that of a sale. */
const pages = ['receipt'];

export const shownStates = [...screens, ...Object.keys(others), ...pages];

/** Waits for the list: the page would overwrite an address changed before that. */
export async function openGallery(page: Page, locale: Locale): Promise<void> {
  await page.goto(`/${locale}/__states`);
  await expect(page.locator('a[href="#held"]')).toBeVisible();
}

export async function showState(page: Page, name: string): Promise<void> {
  await page.evaluate((state) => {
    location.hash = state;
  }, name);
  // An example may take presses of its own until all of it is there.
  await expect(page.locator('html')).toHaveAttribute('data-shown', name);
  const content = pages.includes(name) ? 'main h1' : `.sale-${others[name] ?? name}`;
  await expect(page.locator(content)).toBeVisible();
}
