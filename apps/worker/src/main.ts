import { createLogger, installShutdown, loadEnv } from '@flash/shared-config';
import { openDeps, prepare } from './base/connections.ts';
import { startHttp } from './base/http.ts';
import { createWorker } from './worker.ts';

const env = loadEnv();
const log = createLogger({ name: 'worker', level: env.logLevel, isProduction: env.isProduction });
const deps = await openDeps(env, log);
await prepare(deps, env);

const worker = createWorker(deps, {
  queueName: env.queueName,
  bullmqPrefix: env.bullmqPrefix,
  concurrency: env.workerConcurrency,
  lockTtlMs: env.criticalLockTtlMs,
  restoreGraceMs: env.restoreGraceMs,
  retentionDays: env.retentionDays,
  alertWebhookUrl: env.alertWebhookUrl,
  isProduction: env.isProduction,
  isMain: true,
  fault: process.env.FAULT,
});
await worker.start();

let isStopping = false;
const http = await startHttp({
  host: env.workerHost,
  port: env.workerPort,
  registry: worker.metrics.registry,
  missing: async () => (isStopping ? ['stopping'] : worker.missing()),
});
log.info({ port: http.port }, 'the worker is up');

installShutdown({
  log,
  steps: [
    {
      name: 'unready',
      close: () => {
        isStopping = true;
      },
    },
    { name: 'worker', close: worker.stop },
    { name: 'http', close: http.close },
    { name: 'connections', close: deps.close },
  ],
});
