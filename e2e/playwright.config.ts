import { defineConfig } from '@playwright/test';
import { findChromium } from '../tools/engines/programs.mjs';

const { source } = await findChromium({ log: console.log });
const isRoot = process.getuid?.() === 0;

/**
 * A real browser before the real stack. A journey that passes only the second time has failed.
 * Limits are there to end what hangs, not to judge how fast a busy machine is.
 */
export default defineConfig({
  testDir: '.',
  testMatch: 'specs/**/*.spec.ts',
  outputDir: '../test-results/journeys',
  globalSetup: './set-up.ts',
  // A journey spends most of its time waiting for what it watches.
  workers: 2,
  retries: 0,
  forbidOnly: true,
  reporter: 'list',
  timeout: 180_000,
  expect: { timeout: 45_000 },
  use: {
    locale: 'en-US',
    trace: 'off',
    video: 'off',
    screenshot: 'only-on-failure',
    actionTimeout: 45_000,
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
