import type { Database } from '@flash/database';
import type { Engine, WakeQueue } from '@flash/reservation';
import {
  bestEffort,
  type Env,
  type Logger,
  type RedisClient,
  readRedisFacts,
  redisFaults,
} from '@flash/shared-config';
import type { SystemAnswer } from '@flash/shared-types';
import type { Clock } from '@flash/shared-utils';
import { iso } from '../shared/wire.ts';

export interface SystemContext {
  env: Pick<Env, 'isProduction' | 'build'>;
  redis: RedisClient;
  db: Database;
  engine: Engine;
  wake: WakeQueue;
  clock: Clock;
  log: Pick<Logger, 'warn'>;
}

const ALIVE_MS = 3_000;
const SALES_MAX = 50;

/** The parts behind the API as an operator needs to see them; one that is away is told as such. */
export async function systemView(context: SystemContext): Promise<SystemAnswer> {
  const { clock, log } = context;
  const [redis, database, processes, queue, sales] = await Promise.all([
    redisView(context),
    databaseView(context),
    bestEffort(log, 'list the processes', context.db.processes.list(), []),
    bestEffort(log, 'count the jobs', counting(context), null),
    bestEffort(log, 'read the live sales', saleViews(context), []),
  ]);
  const counts = queue ?? {};
  return {
    ...context.env.build,
    serverNow: iso(clock.now()),
    uptimeSeconds: Math.floor(process.uptime()),
    redis,
    database,
    processes: processes.map((one) => ({
      id: one.id,
      kind: one.kind === 'worker' ? ('worker' as const) : ('api' as const),
      lastSeenAt: iso(one.at),
      alive: one.silentMs < ALIVE_MS,
      ...buildOf(one.info),
    })),
    queue: {
      waiting: counts.waiting ?? 0,
      active: counts.active ?? 0,
      delayed: counts.delayed ?? 0,
      failed: counts.failed ?? 0,
    },
    sales,
    lastAudit: lastAuditOf(processes),
  };
}

const counting = ({ wake }: SystemContext) =>
  wake.queue.getJobCounts('waiting', 'active', 'delayed', 'failed');

async function redisView({ redis, env, log }: SystemContext): Promise<SystemAnswer['redis']> {
  try {
    const startedAt = performance.now();
    await redis.ping();
    const latencyMs = performance.now() - startedAt;
    const facts = await readRedisFacts(redis);
    const [first] = facts;
    return {
      ok: true,
      latencyMs,
      warnings: redisFaults(facts, env),
      version: first?.version ?? null,
      usedMemoryBytes: first?.usedMemoryBytes ?? null,
      maxMemoryBytes: first?.maxMemoryBytes ?? null,
      policy: first?.policy ?? null,
      appendOnly: first?.appendOnly ?? null,
    };
  } catch (err) {
    log.warn({ err }, 'Redis does not answer the system page');
    const unknown = { version: null, latencyMs: null, usedMemoryBytes: null, maxMemoryBytes: null };
    const warnings = ['Redis cannot be reached.'];
    return { ...unknown, ok: false, warnings, policy: null, appendOnly: null };
  }
}

async function databaseView({ db, log }: SystemContext): Promise<SystemAnswer['database']> {
  try {
    const startedAt = performance.now();
    const hello = await db.db.command({ hello: 1 });
    const latencyMs = performance.now() - startedAt;
    const [info, indexesReady] = await Promise.all([
      bestEffort(log, 'read the version of MongoDB', db.db.command({ buildInfo: 1 }), null),
      db.indexesReady(),
    ]);
    const warnings = indexesReady ? [] : ['Indexes are missing: orders are not accepted yet.'];
    const replicaSet = Boolean(hello.setName) || hello.msg === 'isdbgrid';
    const version = info ? String(info.version) : null;
    return { ok: true, version, latencyMs, warnings, replicaSet, indexesReady };
  } catch (err) {
    log.warn({ err }, 'MongoDB does not answer the system page');
    const warnings = ['MongoDB cannot be reached.'];
    const unknown = { version: null, latencyMs: null, replicaSet: null };
    return { ...unknown, ok: false, warnings, indexesReady: false };
  }
}

/** Of many sales those whose start is nearest: they run, or are about to. */
async function saleViews(context: SystemContext): Promise<SystemAnswer['sales']> {
  const { db, engine, clock, log } = context;
  const now = clock.now();
  const distance = ({ startsAt }: { startsAt: number }) => Math.abs(startsAt - now);
  const nearest = <Timed extends { startsAt: number }>(sales: readonly Timed[]) =>
    sales.toSorted((one, other) => distance(one) - distance(other));
  const live = nearest(await db.sales.listLive()).slice(0, SALES_MAX);
  const sales = await db.sales.getMany(live.map((sale) => sale.id));
  return Promise.all(
    nearest(sales).map(async (sale) => {
      const [snapshot, head] = await Promise.all([
        bestEffort(log, 'read the snapshot of a sale', engine.snapshot(sale.id), null),
        db.blocks.last(sale.id),
      ]);
      const seen = snapshot?.kind === 'snapshot' ? snapshot : null;
      return {
        flashSaleId: sale.id,
        name: sale.name,
        epoch: sale.epoch,
        restoring: sale.restoring !== null,
        halted: seen?.halted || null,
        block: head?.b ?? null,
        storedN: head?.to ?? 0,
        lastN: seen?.n ?? 0,
      };
    }),
  );
}

/** Processes of earlier versions do not say it in their heartbeat. */
function buildOf(info: Record<string, unknown>) {
  const build = info.build as Partial<Env['build']> | undefined;
  return { version: build?.version ?? null, commit: build?.commit ?? null };
}

/** A worker that audits says in its heartbeat what it found last. */
function lastAuditOf(
  processes: readonly { info: Record<string, unknown> }[],
): SystemAnswer['lastAudit'] {
  const audits = processes
    .map(({ info }) => info.lastAudit as SystemAnswer['lastAudit'] | undefined)
    .filter((audit) => audit != null)
    .sort((a, b) => b.at.localeCompare(a.at));
  return audits[0] ?? null;
}
