import { connectDatabase } from '@flash/database';
import { choosePayment } from '@flash/payment';
import {
  createEngine,
  createNotices,
  createPlaces,
  createPressTraces,
  createWakeQueue,
  outboxChannel,
} from '@flash/reservation';
import {
  addBuildInfo,
  bestEffort,
  checkReplicas,
  createCrashHook,
  createRedis,
  createWebhookKeySafe,
  deliveryOf,
  type Env,
  type Logger,
  noteFailure,
  type Tracing,
  whenReady,
} from '@flash/shared-config';
import { type Clock, systemClock } from '@flash/shared-utils';
import type { Buying, Core, Deps, TeamServices } from './deps.ts';
import { createAccountLinkService } from './services/accounts/account-links.ts';
import { createAccountLog } from './services/accounts/account-log.ts';
import { createKeyRing } from './services/accounts/api-keys.ts';
import { createAuth, prepareAuth } from './services/accounts/auth.ts';
import { createAccounts } from './services/accounts/directory.ts';
import { createGuard } from './services/accounts/guard.ts';
import { createIdentity } from './services/accounts/identity.ts';
import {
  createOwnPassword,
  createPasswords,
  type Passwords,
} from './services/accounts/passwords.ts';
import { createFreshness } from './services/accounts/sessions.ts';
import { createAccountUse, startAccountRetention } from './services/accounts/unused-accounts.ts';
import { type CrashPoint, crashingCommitter } from './services/buyer/confirm/crash-points.ts';
import { createDeviceCodes } from './services/buyer/device-codes.ts';
import { createJoinGate, type GateSettings } from './services/buyer/join-gate.ts';
import { createMailWishes } from './services/buyer/mail-wishes.ts';
import { createApplyProviderEvent } from './services/buyer/provider-events.ts';
import { createPurchase } from './services/buyer/purchase.ts';
import { createTickets } from './services/buyer/tickets.ts';
import { createLiveHub } from './services/buyer/view/live-hub.ts';
import { createAuditWriter } from './services/shared/audit.ts';
import { createMetrics, measuredEngine } from './services/shared/metrics.ts';
import { createPersonalNotices } from './services/shared/notices.ts';
import { createPublicBoard } from './services/shared/public-board.ts';
import { createSaleCache } from './services/shared/sale-cache.ts';
import { createCommitTraces, tracedEngine } from './services/shared/tracing.ts';
import { createReturnRates } from './services/shared/wait.ts';
import { createKeyAdmin } from './services/team/keys.ts';
import { createTeam } from './services/team/members.ts';
import { createReconciliations } from './services/team/reconciliation.ts';
import { createRefund } from './services/team/refund.ts';
import { createPreviews } from './services/team/sales/previews.ts';
import { createApply } from './services/team/sales/sale-context.ts';
import { createSaleAdmin } from './services/team/sales/sales.ts';
import { createWebhookAdmin } from './services/team/webhooks.ts';

interface Options {
  env: Env;
  log: Logger;
  tracing?: Tracing | null;
  clock?: Clock;
  fault?: string | undefined;
  /** So many passwords wait for their hash; tests fill a short queue. */
  hashesWaitingMax?: number | undefined;
  /** When joins are refused because orders are late; tests never do, or much sooner. */
  gate?: GateSettings | undefined;
}

/** Opens what the process needs, and knows in which order to close it again. */
export async function openDeps(options: Options): Promise<Deps> {
  const { core, close } = await openCore(options);
  const buying = createBuying(core, options.gate);
  const passwords = createPasswords({ waitingMax: options.hashesWaitingMax });
  const team = await createTeamServices(core, buying, passwords);
  const { db, redis, clock, log, env } = core;
  const days = env.accountRetentionDays;
  const stopRetention = startAccountRetention({ db, redis, clock, log, days });
  return {
    ...core,
    ...buying,
    ...team,
    async close() {
      stopRetention();
      await buying.close();
      await team.accountLinks.idle();
      await core.committer.close();
      await close();
    },
  };
}

async function openCore({ env, log, tracing = null, fault, clock = systemClock }: Options) {
  const { redisUrl, queueName, bullmqPrefix } = env;
  const redis = createRedis(redisUrl, 'producer');
  const subscriber = createRedis(redisUrl, 'subscriber');
  // BullMQ sends from a connection of its own: its commands may wait longer than a buyer does.
  const queueRedis = createRedis(redisUrl, 'producer', { enableAutoPipelining: false });
  const metrics = createMetrics();
  addBuildInfo(metrics.registry, env.build);
  const joins = env.waitsForReplica ? createRedis(redisUrl, 'producer') : null;
  const clients = [redis, subscriber, queueRedis, ...(joins ? [joins] : [])];
  for (const client of clients) {
    client.on('error', (err: Error) => log.warn({ err }, 'a Redis connection reports an error'));
  }
  const commanding = clients.filter((client) => client !== subscriber);
  await Promise.all(commanding.map((client) => whenReady(client)));
  const engine = measuredEngine(
    createEngine(redis, { joins: joins ? await checkReplicas(joins) : undefined }),
    metrics,
  );
  const commitTraces = tracing && createCommitTraces(tracing);
  const db = await connectDatabase(env.mongoUri, {
    appName: 'flash-api',
    writesMails: env.mail !== null,
    onOutbox: () =>
      void bestEffort(log, 'tell workers of an outbox', redis.publish(outboxChannel, '')),
    onFault: (err) => log.warn({ err }, 'writing orders failed'),
    onMinorFault: (name, err) => noteFailure(log, name, err),
    onCommit: (orders) => metrics.commitGroupOrders.observe(orders),
    ...(commitTraces ? { aroundBatch: commitTraces.aroundBatch } : {}),
  });
  const notices = await createNotices(subscriber);
  const wake = createWakeQueue({ connection: queueRedis, queueName, prefix: bullmqPrefix });
  wake.queue.on('error', (err) => log.warn({ err }, 'the job queue reports an error'));
  const core: Core = {
    env,
    fault,
    log,
    tracing,
    clock,
    redis,
    subscriber,
    engine: tracing
      ? tracedEngine(engine, { tracing, presses: createPressTraces(redis), log })
      : engine,
    notices,
    db,
    committer: commitTraces?.traced(db.committer) ?? db.committer,
    payment: choosePayment({
      stripe: env.stripe,
      sandbox: db.sandboxPayments,
      prepared: db.preparedPayments,
    }),
    wake,
    metrics,
  };
  const close = async () => {
    await notices.close();
    await wake.close();
    for (const client of clients) {
      client.disconnect();
    }
    await db.close();
  };
  return { core, close };
}

async function createTeamServices(
  core: Core,
  buying: Pick<Deps, 'saleCache'>,
  passwords: Passwords,
): Promise<TeamServices> {
  const { env, db, redis, subscriber, clock, engine, wake, payment, log } = core;
  const noteUse = createAccountUse({ db, clock, log });
  const auth = createAuth({
    database: db,
    secret: env.betterAuthSecret,
    previous: env.betterAuthSecretPrevious,
    baseUrl: env.betterAuthUrl,
    trustedOrigins: env.clientOrigins,
    passwords,
    noteUse,
  });
  await prepareAuth(auth);
  const { members } = db;
  const keyRing = createKeyRing({ db, clock, log });
  const identity = await createIdentity({
    ...{ auth, db, members, redis, subscriber, log, noteUse },
    forgetKeys: keyRing.forget,
  });
  const ownPassword = createOwnPassword(db, passwords);
  const writeAudit = createAuditWriter(db.audit, () => clock.now());
  const { saleCache } = buying;
  const { saleDefaults } = env;
  const apply = createApply(engine, log);
  const [places, accounts] = [createPlaces(redis), createAccounts(db.db)];
  return {
    auth,
    identity,
    keyRing,
    guard: createGuard({
      ...{ redis, db, clock, log, passwords },
      secret: env.jwtSecret,
      secure: env.betterAuthUrl.startsWith('https:'),
    }),
    ownPassword,
    freshness: createFreshness(redis, clock),
    accountLog: createAccountLog({ members, audit: db.audit, writeAudit, clock, log }),
    accountLinks: createAccountLinkService({
      ...{ db, clock, log, identity, passwords, secret: env.jwtSecret },
    }),
    writeAudit,
    sales: createSaleAdmin({
      ...{ db, engine, places, accounts, saleCache },
      ...{ wake, clock, log, writeAudit, apply },
      defaults: saleDefaults,
    }),
    previews: createPreviews({ secret: env.jwtSecret, previous: env.jwtSecretPrevious }),
    refund: createRefund({ db, engine, payment, wake, log, now: () => clock.now() }),
    reconciliations: createReconciliations({ db, engine, payment, clock, log }),
    team: createTeam({ db, identity, clock, passwords, ownPassword }),
    keys: createKeyAdmin({ db, identity, clock, isProduction: env.isProduction }),
    webhooks: createWebhookAdmin({
      ...{ db, clock, writeAudit, policy: env.webhookTargets },
      safe: createWebhookKeySafe({ secret: env.jwtSecret, previous: env.jwtSecretPrevious }),
    }),
  };
}

/** Puts together what the buyers' routes use. `close` waits until no purchase is under way. */
function createBuying(core: Core, settings?: GateSettings): Buying & { close(): Promise<void> } {
  const { env, engine, notices, db, clock, log, payment, wake, metrics } = core;
  const tickets = createTickets({ secret: env.jwtSecret, previous: env.jwtSecretPrevious });
  const deviceCodes = createDeviceCodes({
    ...{ stored: db.deviceCodes, wishes: db.mailConsents, tickets, clock, secret: env.jwtSecret },
  });
  const personal = createPersonalNotices(notices);
  const returns = createReturnRates(notices);
  const saleCache = createSaleCache({ db, notices, clock, log });
  const publicBoard = createPublicBoard({
    ...{ engine, saleCache, returns, notices, clock, log },
    mail: deliveryOf(env.mail),
    payment: payment.preparing?.inBrowser,
  });
  const crash = createCrashHook<CrashPoint>(core.fault, env);
  const committer = core.fault ? crashingCommitter(core.committer, crash) : core.committer;
  const joinGate = createJoinGate({
    settings,
    onOrder: (ms) => metrics.orderSeconds.observe(ms / 1_000),
  });
  const purchase = createPurchase({
    ...{ engine, db, committer, payment, wake, publicBoard, personal, returns, clock, log, crash },
    gate: joinGate,
  });
  const liveHub = createLiveHub({ engine, notices, personal, purchase, saleCache, log });
  return {
    tickets,
    deviceCodes,
    mailWishes: createMailWishes({ db, engine, deviceCodes, clock }),
    saleCache,
    publicBoard,
    joinGate,
    purchase,
    applyProviderEvent: createApplyProviderEvent({ db, saleCache, purchase, clock, log }),
    liveHub,
    async close() {
      await purchase.idle();
      liveHub.stop();
      publicBoard.close();
      saleCache.close();
    },
  };
}
