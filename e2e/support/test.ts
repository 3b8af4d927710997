import { test as base, expect } from '@playwright/test';

export { expect };

/** Addresses are relative to the buyers' site, and an uncaught error in a page fails its test. */
export const test = base.extend<{ noFaults: undefined }>({
  // biome-ignore lint/correctness/noEmptyPattern: the runner reads the pattern
  baseURL: async ({}, use) => use(process.env.E2E_SITE),
  noFaults: [
    async ({ context }, use) => {
      const faults: string[] = [];
      context.on('weberror', (fault) => faults.push(String(fault.error())));
      await use(undefined);
      expect(faults).toEqual([]);
    },
    { auto: true },
  ],
});
