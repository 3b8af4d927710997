import type { LogEntry } from '@flash/fairness';
import type { Cluster, Redis } from 'ioredis';
import type { Caller } from '../call.ts';
import { checkId, keysOf } from '../keys.ts';
import { decodeEntry } from '../log.ts';
import type { StoredOutcome } from '../outcomes.ts';

/** Stored entries that stay in Redis, so that a stream of notices can be resumed. */
const REPLAY_TAIL = 10_000;

export function createStored(call: Caller) {
  return async (
    saleId: string,
    upTo: { epoch: number; n: number; keep?: number },
  ): Promise<StoredOutcome> => {
    const r = await call('stored', saleId, [upTo.epoch, upTo.n, upTo.keep ?? REPLAY_TAIL]);
    if (r.kind === 'unavailable') {
      return r;
    }
    const code = r.number();
    const epoch = r.number();
    return code === 1
      ? { kind: 'noted', n: r.number(), storedN: r.number() }
      : { kind: 'stale', epoch };
  };
}

export function createReadLog(redis: Redis | Cluster) {
  return async (saleId: string, from: number, count: number): Promise<LogEntry[]> => {
    const { log } = keysOf(checkId('sale', saleId));
    const found = await redis.xrange(log, `${from}-0`, '+', 'COUNT', count);
    return found.map(([id, fields]) => decodeEntry(Number.parseInt(id, 10), fields[1] ?? ''));
  };
}
