import { timingSafeEqual } from 'node:crypto';
import type { Database } from '@flash/database';
import type { Engine, Snapshot, WakeQueue } from '@flash/reservation';
import { bestEffort, type Logger, type RedisClient, readRedisFacts } from '@flash/shared-config';
import { type Clock, withinTime } from '@flash/shared-utils';
import type { FastifyRequest } from 'fastify';
import fastifyPlugin from 'fastify-plugin';
import { Gauge, type Registry } from 'prom-client';
import { AppError } from '../errors.ts';
import { isPrivate } from '../services/base/address.ts';

/** A scrape has a deadline, at most the pause to the next one, and has to tell of a store that does not answer. */
const READ_WITHIN_MS = 700;

/** /metrics, for callers inside the network or with the token; for all others it does not exist. */
export const metricsPlugin = fastifyPlugin(
  async (app) => {
    const { metrics, env, wake, log, db, engine, clock, redis } = app.deps;
    const updateSaleGauges = addSaleGauges({
      ...{ db, engine, clock, log },
      registry: metrics.registry,
    });
    const updateQueueGauges = addQueueGauges(metrics.registry, wake.queue, log);
    const updateStoreGauges = addStoreGauges({ registry: metrics.registry, redis, db, log });

    app.addHook('onResponse', (request, reply, done) => {
      const { method, routeOptions } = request;
      const labels = { method, route: routeOptions.url ?? 'unknown', status: reply.statusCode };
      metrics.httpSeconds.observe(labels, reply.elapsedTime / 1_000);
      done();
    });

    app.get('/metrics', async (request, reply) => {
      if (!isInside(request) && !hasToken(request, env.metricsToken)) {
        throw new AppError('NOT_FOUND');
      }
      // Gauges that cannot be read are missing from the page; the others are still useful.
      const sales = updateSaleGauges().catch((err: unknown) =>
        request.log.warn({ err }, 'the gauges of the live sales are not updated'),
      );
      await Promise.all([
        withinTime(sales, READ_WITHIN_MS),
        updateQueueGauges(),
        updateStoreGauges(),
      ]);
      reply.type(metrics.registry.contentType).header('cache-control', 'no-store');
      return metrics.registry.metrics();
    });

    app.addHook('onClose', async () => metrics.registry.clear());
  },
  { name: 'metrics', dependencies: ['deps', 'problem'] },
);

/**
 * Judged by the socket, and by every address that a forwarding header names: a proxy of ours is
 * private, the client behind it may not be.
 */
function isInside(request: FastifyRequest): boolean {
  const { headers, socket } = request;
  const forwarded = [headers['x-forwarded-for'], headers['x-real-ip'], headers.forwarded]
    .flat()
    .filter((value) => value !== undefined)
    .flatMap((value) => value.split(/[,;]/))
    .map(addressIn);
  return [socket.remoteAddress ?? '', ...forwarded].every(isPrivate);
}

/** `for="[2001:db8::1]:4711"` names an address too. */
function addressIn(part: string): string {
  const bare = part.trim().replace(/^for=/i, '').replaceAll('"', '');
  const bracketed = /^\[([^\]]+)\]/.exec(bare)?.[1];
  return bracketed ?? bare.replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, '$1');
}

function hasToken(request: FastifyRequest, token: string | null): boolean {
  if (token === null) {
    return false;
  }
  const shown = Buffer.from(request.headers.authorization ?? '');
  const wanted = Buffer.from(`Bearer ${token}`);
  return shown.length === wanted.length && timingSafeEqual(shown, wanted);
}

/** So many sales at most: the newest of those that live. */
const SALES_MAX = 50;
const PARTS = ['waiting', 'free', 'held', 'claimed', 'sold', 'stock'] as const;

interface SaleGaugesDeps {
  registry: Registry;
  db: Pick<Database, 'sales'>;
  engine: Pick<Engine, 'snapshot'>;
  clock: Clock;
  log: Pick<Logger, 'warn'>;
}

/** Returns the function that looks at the live sales; it runs only when the metrics are scraped. */
function addSaleGauges({ registry, db, engine, clock, log }: SaleGaugesDeps) {
  const gauge = (name: string, help: string, ...labelNames: string[]) =>
    new Gauge({ name, help, labelNames: ['sale', ...labelNames], registers: [registry] });
  const units = gauge('flash_sale_units', 'Units and people of a live sale, by state', 'state');
  const delta = gauge(
    'flash_invariant_delta',
    'stock - (free + held + claimed + sold); anything but 0 is a fault',
  );
  const epoch = gauge('flash_sale_epoch', 'Life of the Redis state; rises with every restore');
  const head = gauge(
    'flash_line_head_wait_seconds',
    'How long the same person has been at the head of the line',
  );
  const heads = new Map<string, { seq: number; since: number }>();
  const count = new Gauge({
    name: 'flash_live_sales',
    help: 'Sales whose state Redis keeps',
    registers: [registry],
  });

  return async (): Promise<void> => {
    for (const each of [units, delta, epoch, head]) {
      each.reset();
    }
    const live = await db.sales.listLive();
    count.set(live.length);
    const now = clock.now();
    const newest = [...live].sort((a, b) => b.startsAt - a.startsAt).slice(0, SALES_MAX);
    forgetGone(new Set(newest.map((sale) => sale.id)));
    await Promise.all(newest.map((sale) => measureSale(sale.id, now)));
  };

  async function measureSale(sale: string, now: number): Promise<void> {
    const snapshot = await bestEffort(log, 'measure a sale', engine.snapshot(sale), null);
    if (snapshot?.kind !== 'snapshot') {
      return;
    }
    for (const state of PARTS) {
      units.set({ sale, state }, snapshot[state]);
    }
    const { stock, free, held, claimed, sold } = snapshot;
    delta.set({ sale }, stock - free - held - claimed - sold);
    epoch.set({ sale }, snapshot.epoch);
    head.set({ sale }, waitedSeconds(sale, snapshot, now));
  }

  function waitedSeconds(sale: string, { oldest }: Snapshot, now: number): number {
    if (!oldest) {
      heads.delete(sale);
      return 0;
    }
    const known = heads.get(sale);
    if (known?.seq === oldest.seq) {
      return (now - known.since) / 1_000;
    }
    heads.set(sale, { seq: oldest.seq, since: now });
    return 0;
  }

  function forgetGone(live: Set<string>): void {
    for (const sale of heads.keys()) {
      if (!live.has(sale)) {
        heads.delete(sale);
      }
    }
  }
}

/** Returns the function that counts the jobs by state. */
function addQueueGauges(
  registry: Registry,
  queue: WakeQueue['queue'],
  log: Pick<Logger, 'warn'>,
): () => Promise<void> {
  const jobs = new Gauge({
    name: 'flash_queue_jobs',
    help: 'Wake-up jobs, by state',
    labelNames: ['state'],
    registers: [registry],
  });
  return async () => {
    const counting = queue.getJobCounts('waiting', 'active', 'delayed', 'failed');
    const counts = await withinTime<Record<string, number>>(
      bestEffort(log, 'count the jobs', counting, {}),
      READ_WITHIN_MS,
    );
    jobs.reset();
    for (const [state, count] of Object.entries(counts ?? {})) {
      jobs.set({ state }, count);
    }
  };
}

interface StoreGaugesDeps {
  registry: Registry;
  redis: RedisClient;
  db: Pick<Database, 'ready'>;
  log: Pick<Logger, 'warn'>;
}

/** Returns the function that asks both stores, as this process reaches them. */
function addStoreGauges({ registry, redis, db, log }: StoreGaugesDeps) {
  const registers = [registry];
  const up = new Gauge({
    name: 'flash_store_up',
    help: '1 while this process reaches the store',
    labelNames: ['store'],
    registers,
  });
  const ping = new Gauge({
    name: 'flash_store_ping_seconds',
    help: 'Time of a ping, as this process saw it',
    labelNames: ['store'],
    registers,
  });
  const memory = new Gauge({
    name: 'flash_redis_memory_bytes',
    help: 'Memory that each master of Redis uses, and its limit (0: none)',
    labelNames: ['node', 'kind'],
    registers,
  });

  async function ask(store: string, answer: Promise<boolean>): Promise<void> {
    const startedAt = performance.now();
    const ok = await withinTime(
      answer.catch(() => false),
      READ_WITHIN_MS,
    );
    up.set({ store }, ok ? 1 : 0);
    if (ok) {
      ping.set({ store }, (performance.now() - startedAt) / 1_000);
    } else {
      ping.remove({ store });
    }
  }

  async function measureMemory(): Promise<void> {
    const reading = bestEffort(log, 'read the memory of Redis', readRedisFacts(redis), []);
    const nodes = (await withinTime(reading, READ_WITHIN_MS)) ?? [];
    memory.reset();
    for (const [index, { usedMemoryBytes, maxMemoryBytes }] of nodes.entries()) {
      memory.set({ node: String(index), kind: 'used' }, usedMemoryBytes);
      memory.set({ node: String(index), kind: 'limit' }, maxMemoryBytes);
    }
  }

  return async (): Promise<void> => {
    await Promise.all([
      ask(
        'redis',
        redis.ping().then((answer) => answer === 'PONG'),
      ),
      ask('mongodb', db.ready()),
      measureMemory(),
    ]);
  };
}
