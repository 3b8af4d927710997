import { redisErrorCode } from '@flash/shared-config';

const DRIVER_ERRORS = new Set([
  'MongoNetworkError',
  'MongoNetworkTimeoutError',
  'MongoServerSelectionError',
  'MongoNotConnectedError',
  'MongoPoolClearedError',
  'MongoTopologyClosedError',
  'MaxRetriesPerRequestError',
  'ClusterAllFailedError',
]);

const SOCKET_CODES = new Set(['ECONNREFUSED', 'ECONNRESET', 'ETIMEDOUT', 'EPIPE', 'ENOTFOUND']);

/** Texts of ioredis for a server that is away. */
const CLIENT_TEXTS =
  /^(?:Connection is closed|Stream isn't writeable|Command timed out|Command aborted due to connection close|Connection in subscriber mode)/;

/** Replies of a server that is loading, demoted, without its majority, full, or cannot write. */
const REDIS_CODES: ReadonlySet<string | null> = new Set([
  'LOADING',
  'READONLY',
  'MASTERDOWN',
  'CLUSTERDOWN',
  'OOM',
  'NOREPLICAS',
  'MISCONF',
]);

/** Whether Redis or MongoDB could not be reached: worth a retry, and no fault of the caller. */
export function isOutage(error: unknown): boolean {
  for (let cause = error, depth = 0; cause instanceof Error && depth < 4; depth += 1) {
    const code = 'code' in cause ? cause.code : null;
    if (DRIVER_ERRORS.has(cause.name) || CLIENT_TEXTS.test(cause.message)) {
      return true;
    }
    if (REDIS_CODES.has(redisErrorCode(cause))) {
      return true;
    }
    if (typeof code === 'string' && SOCKET_CODES.has(code)) {
      return true;
    }
    cause = cause.cause as Error;
  }
  return false;
}
