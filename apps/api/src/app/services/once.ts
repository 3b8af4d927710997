import type { RedisClient } from '@flash/shared-config';
import type { ErrorCode } from '@flash/shared-types';
import { AppError, type ErrorExtra } from '../errors.ts';
import { createScript } from './redis-script.ts';

const REMEMBERED_MS = 600_000;
/** A process that died while working frees its key after this long. */
const RUNNING_MS = 30_000;

type Remembered =
  | { state: 'running'; body: string }
  | { state: 'done'; body: string; memo: unknown }
  | { state: 'refused'; body: string; code: ErrorCode; extra: ErrorExtra };

export type Once = <Memo>(
  scope: string,
  body: string,
  work: () => Promise<Memo>,
) => Promise<{ memo: Memo; replayed: boolean }>;

// SET with both NX and GET is newer than Redis 6.2.
const setOrRead = createScript(
  `local earlier = redis.call('GET', KEYS[1])
   if earlier then return earlier end
   redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
   return false`,
  1,
);

/** The memory behind Idempotency-Key: who comes first works, who comes again is told the outcome. */
export function createOnce(redis: RedisClient): Once {
  return async (scope, body, work) => {
    const name = `fsonce:${scope}`;
    const running = JSON.stringify({ state: 'running', body } satisfies Remembered);
    const earlier = await setOrRead(redis, name, running, RUNNING_MS);
    if (typeof earlier === 'string') return { memo: replay(earlier, body), replayed: true };
    try {
      const memo = await work();
      await remember(name, { state: 'done', body, memo });
      return { memo, replayed: false };
    } catch (error) {
      if (error instanceof AppError && isFinal(error)) {
        const { cause: _, ...extra } = error.extra;
        await remember(name, { state: 'refused', body, code: error.code, extra });
      } else {
        await redis.del(name).catch(() => undefined);
      }
      throw error;
    }
  };

  /** What was done is done: losing the memory of it must not turn a success into a failure. */
  async function remember(name: string, record: Remembered): Promise<void> {
    await redis.set(name, JSON.stringify(record), 'PX', REMEMBERED_MS).catch(() => undefined);
  }
}

function replay<Memo>(text: string, body: string): Memo {
  const record = JSON.parse(text) as Remembered;
  if (record.body !== body) throw new AppError('IDEMPOTENCY_KEY_REUSED');
  if (record.state === 'running') {
    throw new AppError('IDEMPOTENCY_IN_PROGRESS', { retryAfterMs: 1_000 });
  }
  if (record.state === 'refused') throw new AppError(record.code, record.extra);
  return record.memo as Memo;
}

/** Told to come back later is not an answer to the request. */
function isFinal(error: AppError): boolean {
  return error.status < 500 && error.status !== 401 && error.status !== 429;
}
