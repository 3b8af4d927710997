export { createCrashHook } from './crash-hook.ts';
export { type Env, loadEnv } from './env/env.ts';
export {
  ENV_MARKERS,
  type EnvRow,
  envDocker,
  envMarkdown,
  envSample,
  envTable,
  withEnvTable,
} from './env/env-table.ts';
export { type LogAtMost, logAtMost } from './log/at-most.ts';
export { addBestEffortCounter, bestEffort } from './log/best-effort.ts';
export { createLogger, type Logger, type LogOptions } from './log/logger.ts';
export { redactedFields, redactionPaths, scrub } from './log/redaction.ts';
export { errorSerializer, requestSerializer } from './log/serializers.ts';
export { isRedisUrl, parseRedisUrl, type RedisAddress } from './redis/address.ts';
export { redisErrorCode } from './redis/error-code.ts';
export type { RedisRole } from './redis/options.ts';
export { checkRedisPolicy, type RedisFacts, readRedisFacts, redisFaults } from './redis/policy.ts';
export { createRedis, type RedisClient, whenReady } from './redis/redis.ts';
export { type CommandRunner, checkReplicaSet } from './replica-set.ts';
export { installShutdown, runSteps, type ShutdownOptions, type ShutdownStep } from './shutdown.ts';
