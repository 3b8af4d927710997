import {
  addBuildInfo,
  createLogger,
  installShutdown,
  loadEnv,
  openTracing,
} from '@flash/shared-config';
import { checkConnections, openConnections } from './base/connections.ts';
import { startHttp } from './base/http.ts';
import { createWorker } from './worker.ts';

const env = loadEnv();
const tracing = await openTracing(env, 'worker');
const log = createLogger({
  ...{ name: 'worker', level: env.logLevel, isProduction: env.isProduction },
  traceIds: tracing?.ids,
});
tracing?.reportTo(log);
const connections = await openConnections(env, log);
await checkConnections(connections, env);

const worker = createWorker(connections, {
  queueName: env.queueName,
  bullmqPrefix: env.bullmqPrefix,
  concurrency: env.workerConcurrency,
  lockTtlMs: env.criticalLockTtlMs,
  restoreGraceMs: env.restoreGraceMs,
  retentionDays: env.retentionDays,
  alertWebhookUrl: env.alertWebhookUrl,
  mail: env.mail && {
    ...env.mail,
    siteUrl: env.siteUrl,
    adminUrl: env.adminUrl,
    secrets: env.jwtSecretPrevious ? [env.jwtSecret, env.jwtSecretPrevious] : [env.jwtSecret],
    seller: env.siteImprint,
  },
  webhooks: {
    policy: env.webhookTargets,
    secret: env.jwtSecret,
    previous: env.jwtSecretPrevious,
  },
  isProduction: env.isProduction,
  isMain: true,
  build: env.build,
  tracing,
  fault: process.env.FAULT,
});
addBuildInfo(worker.metrics.registry, env.build);
await worker.start();

let isStopping = false;
const http = await startHttp({
  host: env.workerHost,
  port: env.workerPort,
  registry: worker.metrics.registry,
  log,
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
    { name: 'connections', close: connections.close },
    { name: 'traces', close: () => tracing?.close() },
  ],
});
