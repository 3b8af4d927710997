import { createLogger, installShutdown, loadEnv } from '@flash/shared-config';
import { buildApp } from './app/app.ts';
import { openDeps } from './app/open-deps.ts';
import { prepare } from './app/prepare.ts';

const env = loadEnv();
const log = createLogger({ name: 'api', level: env.logLevel, isProduction: env.isProduction });
const deps = await openDeps({ env, log, fault: process.env.FAULT });
await prepare(deps);
const app = await buildApp(deps);

/** Long enough for a load balancer to notice that this process is not ready. */
const UNREADY_MS = env.isProduction ? 3_000 : 0;

installShutdown({
  log,
  steps: [
    { name: 'unready', close: () => app.drain() },
    { name: 'wait', close: () => new Promise((resolve) => setTimeout(resolve, UNREADY_MS)) },
    // Streams are told to come back elsewhere, requests under way are answered.
    { name: 'app', close: () => app.close() },
    { name: 'deps', close: () => deps.close() },
  ],
});

await app.listen({ host: env.bendHost, port: env.bendPort });
log.info({ url: env.betterAuthUrl, docs: `${env.betterAuthUrl}/docs` }, 'the API answers');
