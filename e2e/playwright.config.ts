import { defineConfig } from '@playwright/test';
import { findChromium } from '../tools/programs/chromium.mjs';

const { source } = await findChromium();
const isRoot = process.getuid?.() === 0;

/** A real browser before the real stack. A journey that passes only the second time has failed. */
export default defineConfig({
  testDir: 'specs',
  outputDir: '../test-results/journeys',
  globalSetup: './set-up.ts',
  workers: 1,
  retries: 0,
  forbidOnly: true,
  reporter: 'list',
  timeout: 60_000,
  expect: { timeout: 15_000 },
  use: {
    locale: 'en-US',
    trace: 'off',
    video: 'off',
    screenshot: 'only-on-failure',
    actionTimeout: 15_000,
    launchOptions: {
      executablePath: source.path,
      args: [
        '--disable-gpu',
        '--disable-background-networking',
        ...(isRoot ? ['--no-sandbox'] : []),
      ],
    },
  },
});
