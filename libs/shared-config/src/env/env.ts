import { existsSync, readFileSync } from 'node:fs';
import { dirname, isAbsolute, join } from 'node:path';
import { parseEnv } from 'node:util';
import { defaultTerms, type SaleTerms } from '@flash/shared-types';
import { z } from 'zod';
import { readBuildInfo } from '../build-info.ts';
import { parseRedisUrl } from '../redis/address.ts';
import {
  engineFaults,
  mailFaults,
  productionFaults,
  productionWarnings,
  providerFaults,
} from './refusals.ts';
import { variables } from './variables.ts';

/** BullMQ's scripts use several keys at once, which a cluster allows only in one slot: the part in braces names it. */
function inOneSlot(prefix: string, redisUrl: string): string {
  const isCluster = parseRedisUrl(redisUrl)?.kind === 'cluster';
  return isCluster && !/\{.+\}/.test(prefix) ? `{${prefix}}` : prefix;
}

type Schemas = { [Name in keyof typeof variables]: (typeof variables)[Name]['schema'] };

const schema = z.object(
  Object.fromEntries(
    Object.entries(variables).map(([name, variable]) => [name, variable.schema]),
  ) as Schemas,
);

export type Env = ReturnType<typeof loadEnv>;

/**
 * Reads everything once, in a `main.ts`: the environment wins over the file, the file over the
 * defaults. Throws one message that names all faults, instead of one fault per start.
 */
export function loadEnv(source: Source = process.env, from = process.cwd()) {
  const given = { ...readFileOf(source, from), ...withoutEmpty(source) };
  const parsed = schema.safeParse(given);
  if (!parsed.success) {
    throw complaint(parsed.error.issues.map((at) => `${at.path.join('.')} ${at.message}`));
  }
  const env = parsed.data;
  const mongo = mongoAddress(given, variables.MONGODB_URI.default);
  const faults = [
    ...portFaults(env),
    ...providerFaults(env),
    ...productionFaults(env),
    ...mailFaults(env),
    ...engineFaults({ ...env, mongoUri: mongo.uri }),
  ];
  if (faults.length > 0) {
    throw complaint(faults);
  }
  // Load scripts run unmodified elsewhere: there all buyers share one address.
  const inProduction = <Limit>(limit: Limit) => (env.NODE_ENV === 'production' ? limit : 0);
  return {
    nodeEnv: env.NODE_ENV,
    isProduction: env.NODE_ENV === 'production',
    build: readBuildInfo(env.GIT_COMMIT),
    /** What an operator should change, though the process starts. */
    warnings: productionWarnings(env),
    logLevel: env.LOG_LEVEL,
    betterAuthSecret: env.BETTER_AUTH_SECRET,
    betterAuthSecretPrevious: env.BETTER_AUTH_SECRET_PREVIOUS ?? null,
    jwtSecret: env.JWT_SECRET,
    jwtSecretPrevious: env.JWT_SECRET_PREVIOUS ?? null,
    mongoUri: mongo.uri,
    mongoDb: mongo.database,
    redisUrl: env.REDIS_URL,
    /** A place is told only once a replica has it. */
    waitsForReplica: env.DURABILITY === 'ha',
    queueName: env.QUEUE_NAME,
    bullmqPrefix: inOneSlot(env.BULLMQ_PREFIX, env.REDIS_URL),
    paymentProvider: env.PAYMENT_PROVIDER ?? 'sandbox',
    /** Null unless it is the provider. */
    stripe: stripeOf(env),
    /** Terms of a new sale where its maker says nothing. */
    saleDefaults: {
      ...defaultTerms,
      holdTtlSeconds: env.HOLD_TTL_SECONDS,
      fastPassPercent: env.FAST_PASS_PERCENT,
      placesPerNetwork: env.PLACES_PER_NETWORK ?? inProduction(defaultTerms.placesPerNetwork),
      holdsBeforeWait: env.HOLDS_BEFORE_WAIT ?? inProduction(defaultTerms.holdsBeforeWait),
    } satisfies SaleTerms,
    workerConcurrency: env.WORKER_CONCURRENCY,
    criticalLockTtlMs: env.CRITICAL_LOCK_TTL_MS,
    bendHost: env.BEND_HOST,
    fendHost: env.FEND_HOST,
    adminHost: env.ADMIN_HOST,
    workerHost: env.WORKER_HOST,
    ...addressesOf(env),
    adminSignup: env.ADMIN_SIGNUP,
    metricsToken: env.METRICS_TOKEN ?? null,
    trustedProxies: env.TRUSTED_PROXIES ?? false,
    dataDir: env.DATA_DIR,
    restoreGraceMs: env.RESTORE_GRACE_MS,
    retentionDays: env.RETENTION_DAYS,
    accountRetentionDays: env.ACCOUNT_RETENTION_DAYS,
    /** Null: nothing is traced. */
    otlpTracesUrl: otlpTracesUrlOf(env),
    alertWebhookUrl: env.ALERT_WEBHOOK_URL ?? null,
    mail: mailOf(env),
    /** Who sells: it stands on mails about orders, too. */
    siteImprint: (env.SITE_IMPRINT ?? '').replaceAll('\\n', '\n').trim(),
    webhookTargets: {
      allowPrivate: env.WEBHOOK_ALLOW_PRIVATE === 'true',
      allowHttp: env.WEBHOOK_ALLOW_PRIVATE === 'true' || env.NODE_ENV !== 'production',
    },
    rateLimits: {
      addressJoinsPer10s: env.RATE_LIMIT_ADDRESS_JOINS,
      addressPollsPerSecond: env.RATE_LIMIT_ADDRESS_POLLS,
      addressStreams: env.RATE_LIMIT_ADDRESS_STREAMS,
    },
  };
}

interface StripeVariables {
  NODE_ENV: string;
  PAYMENT_PROVIDER?: string | undefined;
  STRIPE_SECRET_KEY?: string | undefined;
  STRIPE_PUBLISHABLE_KEY?: string | undefined;
  STRIPE_WEBHOOK_SECRET?: string[] | undefined;
  STRIPE_API_BASE?: string | undefined;
}

function stripeOf(env: StripeVariables) {
  const { STRIPE_SECRET_KEY: secretKey, STRIPE_PUBLISHABLE_KEY: publishableKey } = env;
  const { STRIPE_WEBHOOK_SECRET: webhookSecrets } = env;
  if (env.PAYMENT_PROVIDER !== 'stripe' || !secretKey || !publishableKey || !webhookSecrets) {
    return null;
  }
  const apiBase = env.STRIPE_API_BASE ?? null;
  // Buyers of a production shop never get a script from another address than Stripe's.
  const scriptBase = env.NODE_ENV === 'production' ? null : apiBase;
  return { secretKey, publishableKey, webhookSecrets, apiBase, scriptBase };
}

/** How mails leave this installation. */
export interface MailSettings {
  /** Null: they are kept and can be read on the team's site, and go nowhere. */
  smtpUrl: string | null;
  from: string;
  replyTo: string | null;
  /** Of readers whose own language is not known. */
  locale: string;
}

/** `kept`: the team can read them, and no buyer gets them. */
export type MailDelivery = 'server' | 'kept' | 'off';

export function deliveryOf(mail: MailSettings | null): MailDelivery {
  if (mail === null) {
    return 'off';
  }
  return mail.smtpUrl === null ? 'kept' : 'server';
}

interface MailVariables {
  NODE_ENV: string;
  SMTP_URL?: string | undefined;
  MAIL_FROM?: string | undefined;
  MAIL_REPLY_TO?: string | undefined;
  MAIL_LOCALE: string;
}

/** Null: there are no mails, and no text may promise one. */
function mailOf({
  NODE_ENV,
  SMTP_URL,
  MAIL_FROM,
  MAIL_REPLY_TO,
  MAIL_LOCALE,
}: MailVariables): MailSettings | null {
  if (SMTP_URL === 'off' || (SMTP_URL === undefined && NODE_ENV === 'production')) {
    return null;
  }
  return {
    smtpUrl: SMTP_URL ?? null,
    from: MAIL_FROM ?? 'Flash sale <no-reply@localhost.localdomain>',
    replyTo: MAIL_REPLY_TO ?? null,
    locale: MAIL_LOCALE,
  };
}

interface TraceVariables {
  OTEL_SDK_DISABLED: string;
  OTEL_EXPORTER_OTLP_ENDPOINT?: string | undefined;
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT?: string | undefined;
}

function otlpTracesUrlOf(env: TraceVariables): string | null {
  if (env.OTEL_SDK_DISABLED === 'true') {
    return null;
  }
  const base = env.OTEL_EXPORTER_OTLP_ENDPOINT?.replace(/\/$/, '');
  return env.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT ?? (base ? `${base}/v1/traces` : null);
}

function readFileOf(source: Source, from: string): Source {
  return withoutEmpty(readEnvFile(source.ENV_FILE || variables.ENV_FILE.default, from));
}

function complaint(faults: string[]): Error {
  return new Error(`Invalid environment:\n${faults.map((fault) => `- ${fault}`).join('\n')}`);
}

export type Source = Record<string, string | undefined>;

/** The file's variables; none when there is no such file. */
function readEnvFile(name: string, from: string): Source {
  const path = isAbsolute(name) ? name : findUpwards(name, from);
  return path && existsSync(path) ? parseEnv(readFileSync(path, 'utf8')) : {};
}

/** From where the process runs up to the root of the workspace, never beyond it. */
function findUpwards(name: string, from: string): string | null {
  const path = join(from, name);
  if (existsSync(path)) {
    return path;
  }
  const parent = dirname(from);
  return existsSync(join(from, 'nx.json')) || parent === from ? null : findUpwards(name, parent);
}

/** `NAME=` in a file or a shell means the same as leaving it out. */
function withoutEmpty(source: Source): Source {
  return Object.fromEntries(
    Object.entries(source).filter(([, value]) => value !== undefined && value !== ''),
  );
}

interface MongoVariables {
  MONGO_URL?: string | undefined;
  MONGODB_URI?: string | undefined;
  MONGODB_URL?: string | undefined;
  MONGO_DB?: string | undefined;
}

const DEFAULT_DATABASE = 'flash_sale_db';
const SHAPE = /^(mongodb(?:\+srv)?:\/\/[^/?]+)(?:\/([^?]*))?(\?.*)?$/;

/** One address out of the names that deployments use; `fallback` when none of them is set. */
function mongoAddress(given: MongoVariables, fallback: string): { uri: string; database: string } {
  const whole = given.MONGO_URL ?? given.MONGODB_URI;
  if (whole !== undefined) {
    return withDatabase(whole, databaseOf(whole) ?? given.MONGO_DB);
  }
  return withDatabase(given.MONGODB_URL ?? fallback, given.MONGO_DB ?? databaseOf(fallback));
}

function withDatabase(address: string, database = DEFAULT_DATABASE) {
  const [, servers = address, , options = ''] = SHAPE.exec(address) ?? [];
  return { uri: `${servers}/${database}${options}`, database };
}

function databaseOf(address: string): string | undefined {
  return SHAPE.exec(address)?.[2] || undefined;
}

interface Listening {
  PORT_OFFSET: number;
  BEND_HOST: string;
  BEND_PORT: number;
  FEND_HOST: string;
  FEND_PORT: number;
  ADMIN_HOST: string;
  ADMIN_PORT: number;
  WORKER_PORT: number;
  BETTER_AUTH_URL?: string | undefined;
  NEXT_PUBLIC_API_URL?: string | undefined;
  SITE_URL?: string | undefined;
  ADMIN_URL?: string | undefined;
  CLIENT_ORIGINS?: string[] | undefined;
}

/** Ports as listened on, and the addresses that follow from them where none was given. */
function addressesOf(env: Listening) {
  const bendPort = env.BEND_PORT + env.PORT_OFFSET;
  const fendPort = env.FEND_PORT + env.PORT_OFFSET;
  const adminPort = env.ADMIN_PORT + env.PORT_OFFSET;
  const ownApi = address(env.BEND_HOST, bendPort);
  const adminUrl = env.ADMIN_URL ?? address(env.ADMIN_HOST, adminPort);
  const siteUrl = env.SITE_URL ?? address(env.FEND_HOST, fendPort);
  const betterAuthUrl = env.BETTER_AUTH_URL ?? ownApi;
  const asRun = [betterAuthUrl, adminUrl, siteUrl].map((url) => new URL(url).origin);
  return {
    bendPort,
    fendPort,
    adminPort,
    workerPort: env.WORKER_PORT + env.PORT_OFFSET,
    betterAuthUrl,
    nextPublicApiUrl: env.NEXT_PUBLIC_API_URL ?? ownApi,
    siteUrl,
    adminUrl,
    clientOrigins: env.CLIENT_ORIGINS ?? [...new Set(asRun)],
  };
}

function portFaults(env: Listening): string[] {
  const names = ['BEND_PORT', 'FEND_PORT', 'ADMIN_PORT', 'WORKER_PORT'] as const;
  return names
    .filter((name) => env[name] + env.PORT_OFFSET > 65_535)
    .map((name) => `${name} plus PORT_OFFSET must be at most 65535`);
}

/** Listening everywhere is not an address that anyone can open. */
function address(host: string, port: number): string {
  const reachable = host === '0.0.0.0' || host === '::' ? 'localhost' : host;
  return `http://${reachable.includes(':') ? `[${reachable}]` : reachable}:${port}`;
}
