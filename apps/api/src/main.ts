import { logReader } from '@flash/fairness';
import {
  checkRedisPolicy,
  checkReplicaSet,
  createLogger,
  installShutdown,
  loadEnv,
  openTracing,
} from '@flash/shared-config';
import { buildApp } from './app/app.ts';
import type { Deps } from './app/deps.ts';
import { openDeps } from './app/open-deps.ts';

const env = loadEnv();
const tracing = await openTracing(env, 'api');
const log = createLogger({
  ...{ name: 'api', level: env.logLevel, isProduction: env.isProduction, traceIds: tracing?.ids },
});
tracing?.reportTo(log);
const deps = await openDeps({ env, log, tracing, fault: process.env.FAULT });
await prepare(deps);
const app = await buildApp(deps);

/**
 * New connections that the kernel keeps until the event loop takes them. With Node's 511 a crowd that arrives within
 * one long turn of it loses connections, and notices after a second or more. The kernel's own bound
 * (`net.core.somaxconn`, 4,096 by default) still counts.
 */
const CONNECTIONS_WAITING_MAX = 4_096;

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
    { name: 'traces', close: () => tracing?.close() },
  ],
});

await app.listen({ host: env.bendHost, port: env.bendPort, backlog: CONNECTIONS_WAITING_MAX });
log.info({ url: env.betterAuthUrl, docs: `${env.betterAuthUrl}/docs` }, 'the API answers');

/** Checks what has to be right before the first request; throws what an operator has to change. */
async function prepare(deps: Deps): Promise<void> {
  const { env, db, redis, log } = deps;
  const warn = (message: string) => log.warn(message);
  for (const warning of env.warnings) {
    warn(warning);
  }
  await checkRedisPolicy(redis, { isProduction: env.isProduction, warn });
  for (const warning of await checkReplicaSet(db.db.admin())) {
    warn(warning);
  }
  if (!(await db.indexesReady())) {
    await db.ensureIndexes();
  }
  await db.processes.start('api', () => ({ log: logReader, build: env.build }));
  if (env.isProduction && env.paymentProvider === 'sandbox') {
    warn('PAYMENT_PROVIDER=sandbox: orders are confirmed and no money is taken.');
  }
  if (!env.clientOrigins.includes(new URL(env.adminUrl).origin)) {
    warn(
      'ADMIN_URL is not among CLIENT_ORIGINS: the pages of the admin site cannot call this API.',
    );
  }
  if (env.adminSignup === 'open') {
    warn(
      'ADMIN_SIGNUP=open: every account that signs up from the admin site, or by a program, is an owner.',
    );
  } else {
    await offerSetup(deps);
  }
}

/** The first owner signs up by a link that is printed to the output of this process only. */
async function offerSetup({ db, env, log, clock }: Deps): Promise<void> {
  if ((await db.members.countOwners()) > 0) {
    return;
  }
  const link = await db.invitations.issueSetup(clock.now());
  if (link === null) {
    return;
  }
  // Not through the log, which hides tokens, and may be read by many.
  process.stdout.write(`\nSet-up link, works once: ${env.adminUrl}/setup/${link.token}\n\n`);
  log.info('no owner yet: open the set-up link within 72 hours, or start again for a new one');
}
