import { endpoints, type Ready } from '@flash/shared-types';
import fastifyPlugin from 'fastify-plugin';

declare module 'fastify' {
  interface FastifyInstance {
    /** From now on /readyz answers 503, so that load balancers send no new requests here. */
    drain(): void;
    readonly isDraining: () => boolean;
  }
}

type Check = Ready['checks']['redis'];

/** Anyone may ask, as often as they like: all callers within this time get the same result. */
const FOUND_FOR_MS = 1_000;
const WORKER_HEARD_MS = 5_000;
const CHECK_WITHIN_MS = 1_500;

/** /health for people and old clients, /livez and /readyz for orchestrators and load balancers. */
export const healthPlugin = fastifyPlugin(
  async (app) => {
    const { redis, db, env } = app.deps;
    let draining = false;
    app.decorate('drain', () => {
      draining = true;
    });
    app.decorate('isDraining', () => draining);

    app.get(endpoints.health.path, async () => ({
      status: 'ok',
      environment: env.nodeEnv,
      signUp: env.adminSignup === 'open' && !env.isProduction ? 'open' : 'token',
      ...env.build,
    }));
    app.get(endpoints.livez.path, async () => ({ status: 'alive' }));
    app.get(endpoints.time.path, async (_, reply) => {
      reply.header('cache-control', 'no-store');
      return { serverNow: new Date().toISOString() };
    });
    let found: { at: number; checks: Promise<Ready['checks']> } | null = null;
    const look = async (): Promise<Ready['checks']> => {
      const [redisCheck, database, indexes, worker] = await Promise.all([
        check(async () => (await redis.ping()) === 'PONG'),
        check(() => db.ready()),
        check(() => db.indexesReady()),
        check(async () => (await db.processes.alive('worker', WORKER_HEARD_MS)) > 0),
      ]);
      return { redis: redisCheck, database, indexes, worker };
    };
    app.get(endpoints.readyz.path, async (_, reply): Promise<Ready> => {
      const now = performance.now();
      if (!found || now - found.at >= FOUND_FOR_MS) {
        found = { at: now, checks: look() };
      }
      const checks = await found.checks;
      const isReady = Object.values(checks).every(({ ok }) => ok);
      const status = draining ? 'draining' : isReady ? 'ready' : 'not_ready';
      reply.code(status === 'ready' ? 200 : 503).header('cache-control', 'no-store');
      return { status, checks };
    });
  },
  { name: 'health', dependencies: ['deps'] },
);

/** A slow check counts as failed: the caller has a deadline too. */
async function check(ask: () => Promise<boolean>): Promise<Check> {
  const startedAt = performance.now();
  const late = new Promise<boolean>((resolve) => {
    setTimeout(resolve, CHECK_WITHIN_MS, false).unref();
  });
  const ok = await Promise.race([ask().catch(() => false), late]);
  return { ok, latencyMs: ok ? Math.round((performance.now() - startedAt) * 100) / 100 : null };
}
