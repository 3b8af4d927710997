import { runScript, scriptOf } from '@flash/reservation';
import { bestEffort, drawToken, type Logger, type RedisClient } from '@flash/shared-config';
import type { ErrorCode } from '@flash/shared-types';
import { withinTime } from '@flash/shared-utils';
import { AppError, type ErrorExtra } from '../../errors.ts';
import { redisKeys } from './keys.ts';

/** So many keys of a buyer are remembered, until so long after the last of them. */
const KEYS_MAX = 20;
const REMEMBERED_MS = 600_000;
/** A process says every two seconds that it still works; a key of one that died is free after six. */
const RUNNING_MS = 6_000;
const RENEW_EVERY_MS = 2_000;
/** A request that can do without this memory does not wait for a Redis that hangs. */
const PATIENCE_MS = 1_000;

export interface OnceRequest {
  /** Whose keys these are: all of them lie in one hash. */
  owner: string;
  /** Route and key. */
  field: string;
  /** What has to be equal for it to be the same request. */
  body: string;
  /** The work comes to the same end however often it is done: it goes on while Redis is away. */
  isRepeatable?: boolean;
}

type Remembered = { memo: unknown } | { code: ErrorCode; extra: ErrorExtra };

export type Once = <Memo>(
  request: OnceRequest,
  work: () => Promise<Memo>,
) => Promise<{ memo: Memo; replayed: boolean }>;

// A field is 'r since token body' while the request runs, 'd since token body json' once it is done.
const begin = scriptOf(
  `local field, token, body, runningMs = ARGV[1], ARGV[2], ARGV[3], tonumber(ARGV[4])
   local time = redis.call('TIME')
   local now = time[1] * 1000 + math.floor(time[2] / 1000)
   local function read(text)
     local state, since, owner, of = string.match(text, '^(%a) (%d+) (%S+) (%S+)')
     -- One that said so far ahead of now did it before the clock of the host was set back.
     local lapsed = state == 'r' and math.abs(now - since) >= runningMs
     return { runs = state == 'r' and not lapsed, since = tonumber(since), lapsed = lapsed, owner = owner, body = of }
   end
   local earlier = redis.call('HGET', KEYS[1], field)
   if earlier then
     local record = read(earlier)
     if record.owner ~= token and not (record.lapsed and record.body == body) then return earlier end
   elseif redis.call('HLEN', KEYS[1]) >= tonumber(ARGV[6]) then
     local all, oldest, least = redis.call('HGETALL', KEYS[1]), nil, nil
     for i = 1, #all, 2 do
       local record = read(all[i + 1])
       local rank = record.since + (record.runs and 1e13 or 0)
       if not least or rank < least then oldest, least = all[i], rank end
     end
     redis.call('HDEL', KEYS[1], oldest)
   end
   redis.call('HSET', KEYS[1], field, 'r ' .. now .. ' ' .. token .. ' ' .. body)
   redis.call('PEXPIRE', KEYS[1], ARGV[5])
   return 1`,
);

// Only the request that runs may change its field: ARGV 3 is r (it goes on), d (done) or '' (forget it).
const change = scriptOf(
  `local field, token, state = ARGV[1], ARGV[2], ARGV[3]
   local running, owner, body = string.match(redis.call('HGET', KEYS[1], field) or '', '^(r) %d+ (%S+) (%S+)')
   if owner ~= token then return 0 end
   if state == '' then return redis.call('HDEL', KEYS[1], field) end
   local time = redis.call('TIME')
   local now = time[1] * 1000 + math.floor(time[2] / 1000)
   local text = state .. ' ' .. now .. ' ' .. token .. ' ' .. body
   redis.call('HSET', KEYS[1], field, ARGV[4] == '' and text or text .. ' ' .. ARGV[4])
   redis.call('PEXPIRE', KEYS[1], ARGV[5])
   return 1`,
);

/** The memory behind Idempotency-Key: the first request works, one that comes again is told the outcome. */
export function createOnce(redis: RedisClient, log: Pick<Logger, 'warn'>): Once {
  return async ({ owner, field, body, isRepeatable }, work) => {
    const hash = redisKeys.idempotency(owner);
    const token = drawToken(9);
    const asking = runScript(
      redis,
      begin,
      [hash],
      [field, token, body, RUNNING_MS, REMEMBERED_MS, KEYS_MAX],
    );
    const begun = isRepeatable
      ? await withinTime(bestEffort(log, 'begin a request once', asking, null), PATIENCE_MS)
      : await asking;
    if (typeof begun === 'string') {
      return { memo: replay(begun, body), replayed: true };
    }
    // Redis did not answer. It may still have set the mark, which then expires.
    if (begun === null) {
      return { memo: await work(), replayed: false };
    }
    const put = (state: 'r' | 'd' | '', record: Remembered | null = null) => {
      const json = record ? JSON.stringify(record) : '';
      const putting = runScript(redis, change, [hash], [field, token, state, json, REMEMBERED_MS]);
      // What was done is done: losing the memory of it must not turn a success into a failure.
      return withinTime(bestEffort(log, 'remember a request', putting), PATIENCE_MS);
    };
    const renewal = setInterval(() => void put('r'), RENEW_EVERY_MS);
    try {
      const memo = await work();
      clearInterval(renewal);
      await put('d', { memo });
      return { memo, replayed: false };
    } catch (error) {
      clearInterval(renewal);
      const outcome = outcomeOf(error);
      await put(outcome ? 'd' : '', outcome);
      throw error;
    }
  };
}

/** A refusal that changed nothing is not kept: asked again, it is judged again. */
function outcomeOf(error: unknown): Remembered | null {
  if (!(error instanceof AppError) || !error.extra.isOutcome) {
    return null;
  }
  const { cause: _, ...extra } = error.extra;
  return { code: error.code, extra };
}

function replay<Memo>(text: string, wanted: string): Memo {
  const [state, , , body, ...rest] = text.split(' ');
  if (body !== wanted) {
    throw new AppError('IDEMPOTENCY_KEY_REUSED');
  }
  if (state === 'r') {
    throw new AppError('IDEMPOTENCY_IN_PROGRESS', { retryAfterMs: 1_000 });
  }
  const record = JSON.parse(rest.join(' ')) as Remembered;
  if ('code' in record) {
    throw new AppError(record.code, record.extra);
  }
  return record.memo as Memo;
}
