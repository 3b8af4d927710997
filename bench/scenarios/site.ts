import { type Browser, chromium, type Page } from '@playwright/test';
import { findChromium } from '../../tools/engines/programs.mjs';
import type { Bench, Figure, Scenario } from '../bench.ts';
import { join, leave } from '../buyers.ts';
import { readGrants } from '../grants.ts';
import { median, percentile } from '../stats.ts';

async function openBrowser(): Promise<Browser> {
  const { source } = await findChromium({ log: () => {} });
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return chromium.launch({ executablePath: source.path, args: ['--disable-gpu', ...asRoot] });
}

const phone = { width: 390, height: 720 };
const desk = { width: 1_280, height: 900 };

/** A first-time visitor, on a phone unless told otherwise. */
async function newVisitor(browser: Browser, viewport = phone): Promise<Page> {
  const context = await browser.newContext({ viewport, locale: 'en' });
  // The compiler that runs this bench names functions by a helper that no page has.
  await context.addInitScript('globalThis.__name = (named) => named');
  return context.newPage();
}

/** A processor four times slower, and a slow 4G as the browser's own tools know it. */
async function slowDown(page: Page): Promise<void> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: 4 });
  await devtools.send('Network.enable');
  await devtools.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: 562.5,
    downloadThroughput: 180_000,
    uploadThroughput: 84_375,
  });
}

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

interface Press {
  ms: number;
  /** How much of it passed until the answer was there. */
  answerMs: number;
}

/** From the press to the frame in which the hold is seen. */
async function pressToHold(browser: Browser, url: string, email: string): Promise<Press> {
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
async function isPlacedByEarlyPress(
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
async function heldAtAfter(
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

const PAINTS = 5;
const PRESSES = 100;
const EARLY_PRESSES = 5;
const TURNS = 20;

/** What a buyer feels in a real browser: the first sight, the press, and the turn. */
export const site: Scenario = {
  name: 'site',
  isLong: true,
  needsSite: true,
  async run(bench) {
    const browser = await openBrowser();
    try {
      return [
        ...(await firstSight(bench, browser)),
        ...(await earlyPresses(bench, browser)),
        ...(await presses(bench, browser)),
        ...(await turns(bench, browser)),
      ];
    } finally {
      await browser.close();
    }
  },
};

const pageOf = (bench: Bench, saleId: string) => `${bench.site}/en/sales/${saleId}/`;

async function firstSight(bench: Bench, browser: Browser): Promise<Figure[]> {
  const saleId = await bench.createSale({ startingQuantity: 10 });
  const pictured = await bench.createSale({ startingQuantity: 10 });
  const kilobytes = Math.round((await givePicture(bench, browser, pictured)) / 1_000);
  const ready = 'input[name=email]';
  const pages: [name: string, url: string, ready: string, viewport?: typeof desk][] = [
    ['list', `${bench.site}/en`, 'a.card'],
    ['sale', pageOf(bench, saleId), ready],
    [`sale, picture of ${kilobytes} kB`, pageOf(bench, pictured), ready],
    ['the same, on a desk', pageOf(bench, pictured), ready, desk],
  ];
  const figures: Figure[] = [];
  for (const [name, ...page] of pages) {
    const times: number[] = [];
    for (let visit = 0; visit < PAINTS; visit += 1) {
      times.push(await largestPaintMs(browser, ...page));
    }
    const what = `${name}: largest paint, CPU ÷ 4, slow 4G, median of ${PAINTS}`;
    figures.push({ what, value: median(times), unit: 'ms', goal: '< 2,500' });
  }
  return figures;
}

async function earlyPresses(bench: Bench, browser: Browser): Promise<Figure[]> {
  const saleId = await bench.createSale({ startingQuantity: EARLY_PRESSES });
  let placed = 0;
  for (let turn = 0; turn < EARLY_PRESSES; turn += 1) {
    const email = `early-${turn}@load.test`;
    placed += (await isPlacedByEarlyPress(browser, pageOf(bench, saleId), email)) ? 1 : 0;
  }
  const what = 'pressed 2.0 s after the address was opened, CPU ÷ 4, slow 4G: got a place';
  return [{ what, value: placed, unit: `of ${EARLY_PRESSES}`, goal: 'all' }];
}

async function presses(bench: Bench, browser: Browser): Promise<Figure[]> {
  const saleId = await bench.createSale({ startingQuantity: PRESSES + 1 });
  const presses: Press[] = [];
  for (let turn = 0; turn <= PRESSES; turn += 1) {
    const email = `press-${turn}@load.test`;
    presses.push(await pressToHold(browser, pageOf(bench, saleId), email));
  }
  // The first one warms the server up.
  const [, ...counted] = presses;
  const times = counted.map(({ ms }) => ms);
  const slowest = counted.find(({ ms }) => ms === Math.max(...times));
  const what = 'press to visible hold';
  return [
    { what: `${what}, median of ${PRESSES}`, value: median(times), unit: 'ms', goal: '' },
    { what: `${what}, 95 %`, value: percentile(times, 0.95), unit: 'ms', goal: '≤ 300' },
    { what: `${what}, slowest`, value: Math.max(...times), unit: 'ms', goal: '' },
    {
      what: 'of the slowest, until the answer was there',
      value: slowest?.answerMs ?? Number.NaN,
      unit: 'ms',
      goal: '',
    },
  ];
}

async function turns(bench: Bench, browser: Browser): Promise<Figure[]> {
  const [connection] = await bench.connections(1);
  if (!connection) {
    return [];
  }
  const times: number[] = [];
  for (let turn = 0; turn < TURNS; turn += 1) {
    const saleId = await bench.createSale({ startingQuantity: 1 });
    const first = await join(connection, saleId, turn);
    const serve = async () => void (await leave(connection, first));
    const email = `turn-${turn}@load.test`;
    const seenAt = await heldAtAfter(browser, pageOf(bench, saleId), email, serve);
    times.push(seenAt - readGrants(await bench.logOf(saleId)).lastAt);
  }
  return both('grant to “your turn” on screen', times, '≤ 1,000');
}

function both(what: string, times: number[], goal: string): Figure[] {
  return [
    { what: `${what}, median of ${times.length}`, value: median(times), unit: 'ms', goal },
    { what: `${what}, slowest`, value: Math.max(...times), unit: 'ms', goal },
  ];
}

/** When the largest thing on a page was painted, for a first visit on a slow phone. */
async function largestPaintMs(
  browser: Browser,
  url: string,
  ready: string,
  viewport?: { width: number; height: number },
): Promise<number> {
  const page = await newVisitor(browser, viewport);
  await slowDown(page);
  await page.addInitScript(() => {
    new PerformanceObserver((list) => {
      const at = list.getEntries().at(-1)?.startTime ?? 0;
      Object.assign(globalThis, { largestPaintMs: at });
    }).observe({ type: 'largest-contentful-paint', buffered: true });
  });
  await page.goto(url);
  await page.locator(ready).first().waitFor();
  await page.waitForFunction(() => [...document.images].every(({ complete }) => complete));
  // Whatever came with the last change has been painted, and reported, two frames later.
  const ms = await page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const report = () =>
          resolve((globalThis as unknown as { largestPaintMs: number }).largestPaintMs);
        requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(report, 50)));
      }),
  );
  await page.context().close();
  return ms;
}

/** Gives a sale a picture of 1200 by 800 as an organiser would; returns its size in bytes. */
async function givePicture(bench: Bench, browser: Browser, saleId: string): Promise<number> {
  const page = await newVisitor(browser, { width: 1_200, height: 800 });
  // Fine stripes in many colours: about as hard to compress as a photo.
  const stripes = 'repeating-conic-gradient(teal 0 3deg, gold 4deg 5deg, coral 6deg 7deg)';
  await page.setContent(`<body style="background: ${stripes}">`);
  const bytes = await page.screenshot({ type: 'jpeg', quality: 80 });
  await page.context().close();
  const answer = await fetch(`${bench.api}/flash-sales/${saleId}/picture`, {
    method: 'PUT',
    body: new Blob([new Uint8Array(bytes)]),
    headers: { ...bench.teams[0], 'content-type': 'image/jpeg' },
  });
  if (!answer.ok) {
    throw new Error(`no picture: ${answer.status} ${await answer.text()}`);
  }
  return bytes.length;
}
