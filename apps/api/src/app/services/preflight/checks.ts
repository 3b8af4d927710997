import { connect } from 'node:net';
import type { Sale } from '@flash/database';
import { bestEffort, type Env, mastersOf, productionFaults } from '@flash/shared-config';
import { health, type SystemAnswer, timeAnswer } from '@flash/shared-types';
import type { z } from 'zod';
import type { Deps } from '../../deps.ts';
import { phaseAt } from '../shared/wire.ts';
import { coresFor, FILLED_MAX, loadOf, PRESS_SECONDS, WAITER_BYTES } from './sizing.ts';

/** `advice` says what to do; null where the check passed. */
export interface Finding {
  name: string;
  words: string;
  advice: string | null;
}

const passed = (name: string, words: string): Finding => ({ name, words, advice: null });
const failed = (name: string, words: string, advice: string): Finding => ({ name, words, advice });

export function saleCheck(sale: Sale, now: number): Finding {
  const phase = phaseAt(sale, now);
  const isToCome = phase === 'draft' || phase === 'scheduled' || phase === 'lobby';
  return isToCome
    ? passed('sale', `${sale.name}: ${phase}, ${sale.stock} units`)
    : failed('sale', `${sale.name} is ${phase}`, 'Check a sale that has yet to start.');
}

/** Both engines as they would be judged in production, and what the system page says of running sales. */
export function engineChecks(system: SystemAnswer): Finding[] {
  const { redis, database } = system;
  const transactions =
    database.replicaSet === true
      ? passed('replica set', 'MongoDB is a replica set')
      : failed(
          'replica set',
          'MongoDB is no replica set: orders need transactions',
          'Start it with --replSet rs0 and run rs.initiate() once.',
        );
  return [
    redis.ok && redis.warnings.length === 0
      ? passed('redis', `Redis ${redis.version}: noeviction, append-only file, a limit of memory`)
      : failed('redis', redis.warnings.join(' '), 'Change it as said, and check again.'),
    database.ok
      ? passed('mongodb', `MongoDB ${database.version} answers`)
      : failed('mongodb', database.warnings.join(' '), 'Runbook mongodb-lost.'),
    transactions,
    database.indexesReady
      ? passed('indexes', 'All indexes are there')
      : failed(
          'indexes',
          'Indexes are missing: no order would be accepted',
          'Start an API or a worker, which make them, or run the program indexes of the worker.',
        ),
  ];
}

export function processChecks(system: SystemAnswer, own: Env['build']): Finding[] {
  const alive = system.processes.filter((one) => one.alive);
  const workers = alive.filter(({ kind }) => kind === 'worker').length;
  const others = alive.filter((one) => one.version !== own.version || one.commit !== own.commit);
  const names = [...new Set(others.map(({ version, commit }) => `${version} (${commit})`))];
  return [
    workers > 0
      ? passed('worker', `${workers} alive`)
      : failed('worker', 'No worker is alive: no buyer would be served', 'Start one.'),
    others.length === 0
      ? passed('versions', `all of ${own.version} (${own.commit})`)
      : failed(
          'versions',
          `${others.length} of ${alive.length} processes are not of ${own.version} (${own.commit}), as this check is: ${names.join(', ')}`,
          'Finish the upgrade (runbook upgrade-and-rollback), or check with the program of that version.',
        ),
  ];
}

export function auditChecks({ sales, lastAudit }: SystemAnswer): Finding[] {
  const halted = sales.filter(({ halted }) => halted !== null);
  return [
    halted.length === 0
      ? passed('halted sales', 'no live sale is halted')
      : failed(
          'halted sales',
          halted.map(({ name, halted }) => `${name} is halted: ${halted}`).join('; '),
          'Runbook sale-stuck, before another sale starts.',
        ),
    !lastAudit || lastAudit.ok
      ? passed('audit', lastAudit ? `clean at ${lastAudit.at}` : 'nothing to audit yet')
      : failed(
          'audit',
          `the last audit found ${lastAudit.violations.length} broken rules`,
          'Runbook stock-wrong.',
        ),
  ];
}

/** The line of one sale is the work of one Redis, so one core of it has to be enough. */
export function capacityChecks(system: SystemAnswer, sale: Sale, crowd: number | null): Finding[] {
  if (crowd === null) {
    return [
      failed('capacity', 'How many buyers are expected was not said', 'Add --crowd <buyers>.'),
    ];
  }
  const need = coresFor(loadOf(crowd, sale.stock));
  const there = (kind: 'api' | 'worker') =>
    system.processes.filter((one) => one.alive && one.kind === kind).length;
  const who = `for ${crowd} buyers who press within ${PRESS_SECONDS} s`;
  const [apis, workers] = [there('api'), there('worker')];
  return [
    apis >= need.api && workers >= need.worker
      ? passed(
          'processes',
          `${apis} API, ${workers} workers; ${need.api} and ${need.worker} ${who}`,
        )
      : failed(
          'processes',
          `${apis} API and ${workers} workers are alive; ${who} it takes ${need.api} and ${need.worker}`,
          'Start more of them (docs/scaling.md).',
        ),
    need.redis <= 1
      ? passed('redis cores', `one is enough ${who}; MongoDB needs ${need.mongo}`)
      : failed(
          'redis cores',
          `${who} one sale would need ${need.redis} cores of Redis, and can use one: answers would be late`,
          'Open the lobby earlier, so that the presses are spread, or measure on a faster machine.',
        ),
    memoryCheck(system.redis, crowd),
  ];
}

function memoryCheck(redis: SystemAnswer['redis'], crowd: number): Finding {
  const { usedMemoryBytes: used, maxMemoryBytes: max } = redis;
  if (used === null || max === null || max === 0) {
    const advice = 'Set maxmemory of Redis, and check again.';
    return failed('memory', 'Redis has no limit of memory that could be compared', advice);
  }
  const wanted = used + crowd * WAITER_BYTES;
  const words = `${megabytes(wanted)} of ${megabytes(max)} with ${crowd} buyers in line`;
  return wanted <= max * FILLED_MAX
    ? passed('memory', words)
    : failed('memory', words, `Raise maxmemory of Redis to ${megabytes(wanted / FILLED_MAX)}.`);
}

const megabytes = (bytes: number) => `${Math.ceil(bytes / 1_048_576)} MB`;

/** As a start in production judges them, whatever NODE_ENV says here. */
export function secretsCheck(env: Env): Finding {
  const faults = productionFaults({
    NODE_ENV: 'production',
    ADMIN_SIGNUP: env.adminSignup,
    PAYMENT_PROVIDER: env.paymentProvider,
    BETTER_AUTH_SECRET: env.betterAuthSecret,
    BETTER_AUTH_SECRET_PREVIOUS: env.betterAuthSecretPrevious ?? undefined,
    JWT_SECRET: env.jwtSecret,
    JWT_SECRET_PREVIOUS: env.jwtSecretPrevious ?? undefined,
    METRICS_TOKEN: env.metricsToken ?? undefined,
  });
  return faults.length === 0
    ? passed('secrets', 'none of them is a sample, short or used twice')
    : failed('secrets', faults.join('; '), 'Runbook certificates-and-secrets.');
}

/** Asks for a payment that cannot exist: a key that is right is told so, any other one is refused before. */
export async function paymentCheck({
  env,
  payment,
}: Pick<Deps, 'env' | 'payment'>): Promise<Finding> {
  const { paymentProvider: provider } = env;
  if (!payment.preparing) {
    return failed(
      'payment',
      `PAYMENT_PROVIDER is ${provider}: no money is taken`,
      'Name a payment provider, or accept it: --accept payment.',
    );
  }
  const refusal = await payment.preparing.facts({ intentId: 'pi_preflight' }).then(
    () => null,
    (error: unknown) => error,
  );
  const status = refusal instanceof Error && 'statusCode' in refusal ? refusal.statusCode : null;
  return refusal === null || status === 404
    ? passed('payment', `${provider} answers, and takes the key`)
    : failed(
        'payment',
        typeof status === 'number'
          ? `${provider} answers ${status}`
          : `${provider} does not answer`,
        'Check STRIPE_SECRET_KEY, and the status page of the provider.',
      );
}

const MAIL_WITHIN_MS = 5_000;

/** That something listens there; what it does with a mail, only a mail shows. */
export async function mailCheck({ mail }: Pick<Env, 'mail'>): Promise<Finding> {
  if (!mail?.smtpUrl) {
    return failed(
      'mail',
      'SMTP_URL is not set: no buyer gets a mail',
      'Set SMTP_URL and MAIL_FROM, or accept it: --accept mail.',
    );
  }
  const { hostname, port, protocol } = new URL(mail.smtpUrl);
  const at = { host: hostname, port: Number(port) || (protocol === 'smtps:' ? 465 : 587) };
  return (await isListening(at))
    ? passed('mail', `${at.host}:${at.port} answers, mails are from ${mail.from}`)
    : failed('mail', `Nothing answers at ${at.host}:${at.port}`, 'Check SMTP_URL, or that server.');
}

function isListening(at: { host: string; port: number }): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(at);
    const tell = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(MAIL_WITHIN_MS, () => tell(false));
    socket.once('connect', () => tell(true));
    socket.once('error', () => tell(false));
  });
}

const CLOCKS_MS = 1_000;

/** Scripts go by the clock of Redis, heartbeats by that of MongoDB, countdowns by that of the API. */
export async function clockCheck(deps: Deps, api: string): Promise<Finding> {
  const { redis, db, clock, log } = deps;
  const clocks = [
    ...mastersOf(redis).map((node) => ({
      name: 'Redis',
      read: async () => Number((await node.time())[0]) * 1_000 + 500,
    })),
    {
      name: 'MongoDB',
      read: async () => Number((await db.db.admin().command({ hello: 1 })).localTime),
    },
    {
      name: 'the API',
      read: async () => Date.parse((await ask(api, '/time', timeAnswer)).serverNow),
    },
  ];
  const apart = await Promise.all(
    clocks.map(async ({ name, read }) => {
      const [before, startedAt] = [clock.now(), performance.now()];
      const theirs = await bestEffort(log, `read the clock of ${name}`, read(), null);
      const tookMs = performance.now() - startedAt;
      const offMs = theirs === null ? null : Math.abs(theirs - (before + tookMs / 2)) - tookMs / 2;
      return { name, offMs };
    }),
  );
  const wrong = apart.filter(({ offMs }) => offMs === null || offMs > CLOCKS_MS);
  return wrong.length === 0
    ? passed('clocks', `all within ${CLOCKS_MS} ms of this one`)
    : failed(
        'clocks',
        wrong
          .map(({ name, offMs }) =>
            offMs === null
              ? `that of ${name} cannot be read`
              : `that of ${name} is ${(offMs / 1_000).toFixed(1)} s away from this one`,
          )
          .join('; '),
        'Run a time service (chrony, systemd-timesyncd) on each machine, and check again.',
      );
}

export async function apiChecks({ log }: Deps, api: string): Promise<Finding[]> {
  const found = await bestEffort(log, 'ask the API', ask(api, '/health', health), null);
  if (!found) {
    const advice = 'Start it, or name its address: --api <url>.';
    return [failed('api', `No API answers at ${api}`, advice)];
  }
  const ready = await fetch(new URL('/readyz', api), { signal: AbortSignal.timeout(5_000) }).then(
    async (answer) => (answer.ok ? null : ((await answer.json()) as { status: string }).status),
    () => 'no answer',
  );
  return [
    ready === null
      ? passed('api', `${api} is ready`)
      : failed('api', `${api} is not ready: ${ready}`, 'Look at /readyz, and at its log.'),
    found.environment === 'production'
      ? passed('environment', 'the API runs as production')
      : failed(
          'environment',
          `The API runs as ${found.environment}, where sample secrets and unsafe engines are only warned of`,
          'Set NODE_ENV=production, or accept it: --accept environment.',
        ),
  ];
}

async function ask<Schema extends z.ZodType>(api: string, path: string, schema: Schema) {
  const answer = await fetch(new URL(path, api), { signal: AbortSignal.timeout(5_000) });
  return schema.parse(await answer.json());
}
