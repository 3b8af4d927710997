import { setTimeout as sleep } from 'node:timers/promises';
import type { Bench } from './bench.ts';
import { type Grants, readGrants } from './grants.ts';

/** Looks seldom: reading the whole log costs the very server that is being measured. */
export async function waitForGrants(
  bench: Bench,
  saleId: string,
  count: number,
  deadlineMs = 60_000,
): Promise<Grants> {
  const deadline = performance.now() + deadlineMs;
  for (;;) {
    await sleep(1_000);
    const grants = readGrants(await bench.logOf(saleId));
    if (grants.count >= count) {
      return grants;
    }
    if (performance.now() > deadline) {
      throw new Error(`${grants.count} of ${count} were granted`);
    }
  }
}
