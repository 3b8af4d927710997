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

/** Texts ioredis gives for a server that is away, loading, read-only or full. */
const REDIS_TEXTS =
  /^(?:Connection is closed|Stream isn't writeable|Command timed out|LOADING|READONLY|MASTERDOWN|CLUSTERDOWN|OOM|NOREPLICAS|Connection in subscriber mode)/;

/** Whether Redis or MongoDB could not be reached: worth a retry, and no fault of the caller. */
export function isOutage(error: unknown): boolean {
  for (let cause = error, depth = 0; cause instanceof Error && depth < 4; depth += 1) {
    const code = 'code' in cause ? cause.code : null;
    if (DRIVER_ERRORS.has(cause.name) || REDIS_TEXTS.test(cause.message)) return true;
    if (typeof code === 'string' && SOCKET_CODES.has(code)) return true;
    cause = cause.cause as Error;
  }
  return false;
}
