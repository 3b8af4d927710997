import { setTimeout as sleep } from 'node:timers/promises';
import { createLogger, installShutdown, loadEnv } from '@flash/shared-config';
import { openDeps } from '../app/open-deps.ts';
import { createDemo } from './demo.ts';

/** Keeps the demo as it was seeded while it runs: a sale that has had its time is followed by the next one. */
const EVERY_MS = 15_000;

const env = loadEnv();
if (env.isProduction) {
  throw new Error('The demo has no place in production.');
}
const log = createLogger({ name: 'demo', level: env.logLevel, isProduction: env.isProduction });
const deps = await openDeps({ env, log });
const demo = createDemo(deps);
const stop = new AbortController();
const rounds = renewUntilStopped();

installShutdown({
  log,
  steps: [
    { name: 'rounds', close: () => stop.abort() },
    { name: 'last round', close: () => rounds },
    { name: 'deps', close: () => deps.close() },
  ],
});

async function renewUntilStopped(): Promise<void> {
  while (!stop.signal.aborted) {
    // A round that fails, for example while an engine restarts, is made up for by the next one.
    await demo.renew().catch((err: unknown) => log.warn({ err }, 'renewing the demo failed'));
    await sleep(EVERY_MS, undefined, { signal: stop.signal }).catch(() => undefined);
  }
}
