import { type Browser, chromium, type Page } from '@playwright/test';
import { findChromium } from '../tools/engines/programs.mjs';

export async function openBrowser(): Promise<Browser> {
  const { source } = await findChromium({ log: () => {} });
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return chromium.launch({ executablePath: source.path, args: ['--disable-gpu', ...asRoot] });
}

const phone = { width: 390, height: 720 };
export const desk = { width: 1_280, height: 900 };

/** A first-time visitor, on a phone unless told otherwise. */
export async function newVisitor(browser: Browser, viewport = phone): Promise<Page> {
  const context = await browser.newContext({ viewport, locale: 'en' });
  // The compiler that runs this bench names functions by a helper that no page has.
  await context.addInitScript('globalThis.__name = (named) => named');
  return context.newPage();
}

/** A processor four times slower, and a slow 4G as the browser's own tools know it. */
export async function slowDown(page: Page): Promise<void> {
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
