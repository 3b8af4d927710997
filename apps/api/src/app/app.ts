import type { Env } from '@flash/shared-config';
import fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify';
import fastifyPlugin from 'fastify-plugin';
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import { type Deps, depsPlugin } from './deps.ts';
import { bullBoardPlugin } from './plugins/bull-board.ts';
import { eventStreamsPlugin } from './plugins/event-streams.ts';
import { healthPlugin } from './plugins/health.ts';
import { idempotencyPlugin } from './plugins/idempotency.ts';
import { limitsPlugin } from './plugins/limits.ts';
import { metricsPlugin } from './plugins/metrics.ts';
import { openApiPlugin } from './plugins/openapi.ts';
import {
  joinGatePlugin,
  pressurePlugin,
  SHED_LIMITS,
  type ShedLimits,
} from './plugins/pressure.ts';
import { notFoundPlugin, problemPlugin, rawErrors } from './plugins/problem.ts';
import { readyReads, type ServerTimeouts } from './plugins/ready-reads.ts';
import { securityPlugin } from './plugins/security.ts';
import { sessionPlugin } from './plugins/session.ts';
import { tracingPlugin } from './plugins/tracing.ts';
import { accountRoutes, linkRoutes, sessionRoutes } from './routes/auth/session.ts';
import { twoFactorRoutes } from './routes/auth/two-factor.ts';
import { embedRoute } from './routes/embed.ts';
import { pictureRoutes } from './routes/flash-sales/picture.ts';
import { publicSaleRoutes } from './routes/flash-sales/public.ts';
import { previewRoutes, saleRoutes } from './routes/flash-sales/sales.ts';
import { keyRoutes, teamWebhookRoutes } from './routes/integrations.ts';
import { mailsRoutes } from './routes/mails.ts';
import { buyRoute } from './routes/orders/buy.ts';
import { confirmRoutes } from './routes/orders/confirm.ts';
import { deviceCodeRoutes } from './routes/orders/device-code.ts';
import { mailRoutes } from './routes/orders/mail.ts';
import { paymentRoutes } from './routes/orders/payment.ts';
import { positionRoutes } from './routes/orders/position.ts';
import { receiptRoutes } from './routes/orders/receipts.ts';
import { adminOrderRoutes } from './routes/orders-admin/orders.ts';
import { queueRoutes } from './routes/orders-admin/queue.ts';
import { reconciliationRoutes } from './routes/orders-admin/reconciliation.ts';
import { privacyRoutes } from './routes/privacy.ts';
import { systemRoutes } from './routes/system.ts';
import { teamRoutes } from './routes/team.ts';
import { webhookRoutes } from './routes/webhooks.ts';
import { isLoopback, isPrivate } from './services/base/address.ts';

const BODY_LIMIT = 16 * 1024;
/** Sockets that are idle, or never finish a request, are closed; event streams are not affected. */
const TIMEOUTS: ServerTimeouts = {
  connectionTimeout: 70_000,
  keepAliveTimeout: 65_000,
  requestTimeout: 20_000,
  connectionsCheckingInterval: 5_000,
};

export interface AppOptions {
  timeouts?: ServerTimeouts | undefined;
  shed?: ShedLimits | undefined;
}

const ROUTES = [
  publicSaleRoutes,
  pictureRoutes,
  previewRoutes,
  saleRoutes,
  buyRoute,
  positionRoutes,
  confirmRoutes,
  paymentRoutes,
  deviceCodeRoutes,
  mailRoutes,
  receiptRoutes,
  adminOrderRoutes,
  reconciliationRoutes,
  queueRoutes,
  sessionRoutes,
  accountRoutes,
  linkRoutes,
  twoFactorRoutes,
  teamRoutes,
  keyRoutes,
  embedRoute,
  teamWebhookRoutes,
  systemRoutes,
  privacyRoutes,
  mailsRoutes,
  webhookRoutes,
];

/** The app as tests and the process build it: plugins first, each before those that need it, then routes. */
export async function buildApp(
  deps: Deps,
  { timeouts = TIMEOUTS, shed = SHED_LIMITS }: AppOptions = {},
): Promise<FastifyInstance> {
  const app: FastifyInstance = fastify({
    ...rawErrors,
    loggerInstance: deps.log as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    // One logger for all requests: a child logger for each costs more than the whole answer to a poll.
    childLoggerFactory: (logger) => logger,
    bodyLimit: BODY_LIMIT,
    trustProxy: trustOf(deps.env.trustedProxies),
    genReqId: requestIds(),
    ...readyReads(deps, timeouts),
    forceCloseConnections: 'idle',
    // Unknown fields are ignored wherever they are, also those that mean something to JavaScript.
    onProtoPoisoning: 'remove',
    onConstructorPoisoning: 'remove',
    routerOptions: { maxParamLength: 256 },
  });
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.removeContentTypeParser('text/plain');

  await app.register(depsPlugin, { deps });
  if (deps.tracing) {
    await app.register(tracingPlugin, { tracing: deps.tracing });
  }
  await app.register(problemPlugin);
  await app.register(unnamedProxyPlugin);
  await app.register(notFoundPlugin);
  await app.register(securityPlugin);
  await app.register(pressurePlugin, shed);
  await app.register(joinGatePlugin);
  await app.register(sessionPlugin);
  await app.register(limitsPlugin);
  await app.register(idempotencyPlugin);
  await app.register(metricsPlugin);
  await app.register(eventStreamsPlugin);
  await app.register(healthPlugin);
  await app.register(openApiPlugin);
  await app.register(bullBoardPlugin);

  for (const register of ROUTES) {
    register(app);
  }
  return app;
}

/** Request ids: short, and unique on this machine, so that the log can be searched by them. */
function requestIds(): () => string {
  const prefix = Date.now().toString(36) + process.pid.toString(36);
  let count = 0;
  return () => {
    count += 1;
    return `${prefix}-${count.toString(36)}`;
  };
}

type Trust = boolean | string[] | ((address: string, hop: number) => boolean);

/**
 * Which proxies' forwarding headers count. A count of hops alone would also believe anyone who
 * reaches the API directly, so each of those hops also has to be a private address.
 */
function trustOf(proxies: Env['trustedProxies']): Trust {
  if (typeof proxies !== 'number') {
    return proxies;
  }
  return (address, hop) => hop < proxies && isPrivate(address);
}

/**
 * Behind a proxy that is not named, all people share the proxy's address and so its limits: one of them
 * can use up the sign-ins of all. Said once, since the header alone may also come from a single caller.
 */
const unnamedProxyPlugin = fastifyPlugin(
  async (app) => {
    const { env, log } = app.deps;
    if (env.trustedProxies !== false) {
      return;
    }
    let isSaid = false;
    app.addHook('onRequest', ({ headers, socket }, _, done) => {
      const from = socket.remoteAddress ?? '';
      // Outside production nothing on this machine is limited by its address.
      const counts = isPrivate(from) && (env.isProduction || !isLoopback(from));
      if (!isSaid && counts && headers['x-forwarded-for'] !== undefined) {
        isSaid = true;
        log.warn(
          { proxy: from },
          'X-Forwarded-For is ignored: name the proxy in TRUSTED_PROXIES, else all people behind it count as one address',
        );
      }
      done();
    });
  },
  { name: 'unnamed-proxy', dependencies: ['deps'] },
);
