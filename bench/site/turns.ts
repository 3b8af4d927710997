import type { Browser, Page } from '@playwright/test';
import { newVisitor, slowDown } from './browser.ts';

interface Moments {
  /** Epoch times, as this machine's processes share them. */
  pressedAt: number;
  answeredAt: number;
  heldAt: number;
}

/** Notes in the page when a button was pressed and when the frame with the hold was drawn. */
async function note(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const now = () => performance.timeOrigin + performance.now();
    const moments = { pressedAt: 0, answeredAt: 0, heldAt: 0 };
    Object.assign(globalThis, { moments });
    new PerformanceObserver((list) => {
      const answer = list.getEntries().find(({ name }) => name.endsWith('/orders/buy'));
      if (answer) {
        moments.answeredAt = now() - performance.now() + answer.startTime + answer.duration;
      }
    }).observe({ type: 'resource' });
    const press = () => (moments.pressedAt = now());
    addEventListener('pointerup', press, { capture: true });
    new MutationObserver(() => {
      if (moments.heldAt > 0 || !document.querySelector('#pay')) {
        return;
      }
      moments.heldAt = -1;
      requestAnimationFrame(() => setTimeout(() => (moments.heldAt = now())));
    }).observe(document, { childList: true, subtree: true });
  });
}

async function momentsOf(page: Page): Promise<Moments> {
  await page.waitForFunction(
    () => (globalThis as unknown as { moments: Moments }).moments.heldAt > 0,
  );
  return page.evaluate(() => (globalThis as unknown as { moments: Moments }).moments);
}

async function fillIn(page: Page, url: string, email: string): Promise<void> {
  await page.goto(url);
  await page.locator('input[name=email]').fill(email);
}

const press = (page: Page) => page.locator('form button[type=submit]').click();

export interface Press {
  ms: number;
  /** How much of it passed until the answer was there. */
  answerMs: number;
}

/** From the press to the frame in which the hold is seen. */
export async function pressToHold(browser: Browser, url: string, email: string): Promise<Press> {
  const page = await newVisitor(browser);
  await note(page);
  await fillIn(page, url, email);
  await press(page);
  const { pressedAt, answeredAt, heldAt } = await momentsOf(page);
  await page.context().close();
  return { ms: heldAt - pressedAt, answerMs: answeredAt - pressedAt };
}

const EARLY_MS = 2_000;

/** A press on a slow phone as early as a person makes one, whether or not a script has run by then. */
export async function isPlacedByEarlyPress(
  browser: Browser,
  url: string,
  email: string,
): Promise<boolean> {
  const page = await newVisitor(browser);
  await slowDown(page);
  const openedAt = performance.now();
  const isPlaced = page
    .waitForResponse(
      (response) =>
        response.request().method() === 'POST' && /\/(plain|buy)\b/.test(response.url()),
      { timeout: 30_000 },
    )
    .then((response) => response.status() < 400);
  await page.goto(url, { waitUntil: 'commit' });
  await page.locator('input[name=email]').fill(email);
  await page.waitForTimeout(Math.max(0, EARLY_MS - (performance.now() - openedAt)));
  await press(page);
  const isAnswered = await isPlaced;
  await page.goto(url);
  const isSeen = await page
    .locator('.sale-held')
    .waitFor({ timeout: 30_000 })
    .then(
      () => true,
      () => false,
    );
  await page.context().close();
  return isAnswered && isSeen;
}

/** Someone waits; `serve` makes a unit free. The moment at which the hold was seen. */
export async function heldAtAfter(
  browser: Browser,
  url: string,
  email: string,
  serve: () => Promise<void>,
): Promise<number> {
  const page = await newVisitor(browser);
  await note(page);
  await fillIn(page, url, email);
  // The stream is opened after the first answer; a turn in the very same second would be luck.
  const stream = page.waitForResponse((response) => response.url().includes('/orders/stream'));
  await press(page);
  await stream;
  await page.locator('.sale-reserved').waitFor();
  await serve();
  const { heldAt } = await momentsOf(page);
  await page.context().close();
  return heldAt;
}
