export { addBuildInfo, type BuildInfo } from './build-info.ts';
export { deliveryOf, type Env, loadEnv, type MailDelivery, type MailSettings } from './env/env.ts';
export {
  ENV_MARKERS,
  type EnvRow,
  envDocker,
  envMarkdown,
  envSample,
  envTable,
  withEnvTable,
} from './env/env-table.ts';
export { productionFaults } from './env/refusals.ts';
export { type LogAtMost, logAtMost } from './log/at-most.ts';
export { addBestEffortCounter, bestEffort, noteFailure } from './log/best-effort.ts';
export {
  createLogger,
  errorSerializer,
  type Logger,
  type LogOptions,
  redactedFields,
  redactionPaths,
  requestSerializer,
  scrub,
} from './log/logger.ts';
export {
  type CommandRunner,
  checkReplicaSet,
  createCrashHook,
  installShutdown,
  runSteps,
  type ShutdownOptions,
  type ShutdownStep,
} from './process.ts';
export { isRedisUrl, parseRedisUrl, type RedisAddress } from './redis/address.ts';
export {
  checkRedisPolicy,
  checkReplicas,
  createRedis,
  mastersOf,
  type RedisClient,
  type RedisFacts,
  type RedisRole,
  readRedisFacts,
  redisErrorCode,
  redisFaults,
  whenReady,
} from './redis/redis.ts';
export {
  accountMailKey,
  deriveBytes,
  deriveKey,
  mailKeyOfSale,
  mailLinkKey,
} from './secrets/derive.ts';
export { drawBytes, drawToken } from './secrets/draw.ts';
export { seal, unseal } from './secrets/seal.ts';
export {
  createWebhookKeySafe,
  drawWebhookKey,
  type WebhookKeyKind,
  type WebhookKeySafe,
} from './secrets/webhook-keys.ts';
export { openTracing, type SpanOptions, type TraceSpan, type Tracing } from './tracing/tracing.ts';
export {
  isPublicAddress,
  pinnedLookup,
  type TargetPolicy,
  TargetRefused,
  targetFault,
} from './web-target.ts';
