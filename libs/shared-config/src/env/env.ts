import { defaultTerms, type SaleTerms } from '@flash/shared-types';
import { z } from 'zod';
import { addressesOf, portFaults } from './addresses.ts';
import { readEnvFile, type Source, withoutEmpty } from './file.ts';
import { mongoAddress } from './mongo.ts';
import { engineFaults, productionFaults, productionWarnings } from './refusals.ts';
import { variables } from './variables.ts';

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
    ...productionFaults(env),
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
    /** What an operator should change, though the process starts. */
    warnings: productionWarnings(env),
    logLevel: env.LOG_LEVEL,
    betterAuthSecret: env.BETTER_AUTH_SECRET,
    jwtSecret: env.JWT_SECRET,
    jwtSecretPrevious: env.JWT_SECRET_PREVIOUS ?? null,
    mongoUri: mongo.uri,
    mongoDb: mongo.database,
    redisUrl: env.REDIS_URL,
    queueName: env.QUEUE_NAME,
    bullmqPrefix: env.BULLMQ_PREFIX,
    paymentProvider: env.PAYMENT_PROVIDER ?? 'sandbox',
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
    alertWebhookUrl: env.ALERT_WEBHOOK_URL ?? null,
    rateLimits: {
      addressJoinsPer10s: env.RATE_LIMIT_ADDRESS_JOINS,
      addressPollsPerSecond: env.RATE_LIMIT_ADDRESS_POLLS,
      addressStreams: env.RATE_LIMIT_ADDRESS_STREAMS,
    },
  };
}

function readFileOf(source: Source, from: string): Source {
  return withoutEmpty(readEnvFile(source.ENV_FILE || variables.ENV_FILE.default, from));
}

function complaint(faults: string[]): Error {
  return new Error(
    `The environment is not right:\n${faults.map((fault) => `- ${fault}`).join('\n')}`,
  );
}
