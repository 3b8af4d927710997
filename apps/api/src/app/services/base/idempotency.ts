import { runScript, scriptOf } from '@flash/reservation';
import { bestEffort, drawToken, type Logger, type RedisClient } from '@flash/shared-config';
import type { ErrorCode } from '@flash/shared-types';
import { withinTime } from '@flash/shared-utils';
import { AppError, type ErrorExtra } from '../../errors.ts';
import { redisKeys } from './keys.ts';

/** So many keys of a buyer are remembered beside those that run, until so long after the last of them. */
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
const noted = `
   local time = redis.call('TIME')
   local now = time[1] * 1000 + math.floor(time[2] / 1000)
   local function read(text, runningMs)
     local state, since, owner, body = string.match(text, '^(%a) (%d+) (%S+) (%S+)')
     -- One that said so far ahead of now did it before the clock of the host was set back.
     local lapsed = state == 'r' and math.abs(now - since) >= tonumber(runningMs)
     return { state = state, since = tonumber(since), lapsed = lapsed, owner = owner, body = body }
   end`;

const begin = scriptOf(
  `local field, token, body, runningMs = ARGV[1], ARGV[2], ARGV[3], ARGV[4]${noted}
   local earlier = redis.call('HGET', KEYS[1], field)
   if earlier then
     local record = read(earlier, runningMs)
     if record.owner ~= token and not (record.lapsed and record.body == body) then return earlier end
   end
   redis.call('HSET', KEYS[1], field, 'r ' .. now .. ' ' .. token .. ' ' .. body)
   redis.call('PEXPIRE', KEYS[1], ARGV[5])
   return 1`,
);

// Only the request that runs may change its field: ARGV 3 is r (it goes on), d (done) or '' (forget it).
// One that is done may take the place of the oldest; one that runs, or is refused, takes that of no other.
const change = scriptOf(
  `local field, token, state, runningMs, max = ARGV[1], ARGV[2], ARGV[3], ARGV[6], tonumber(ARGV[7])${noted}
   local text = redis.call('HGET', KEYS[1], field)
   local record = text and read(text, runningMs)
   if not record or record.state ~= 'r' or record.owner ~= token then return 0 end
   if state == '' then return redis.call('HDEL', KEYS[1], field) end
   text = state .. ' ' .. now .. ' ' .. token .. ' ' .. record.body
   redis.call('HSET', KEYS[1], field, ARGV[4] == '' and text or text .. ' ' .. ARGV[4])
   redis.call('PEXPIRE', KEYS[1], ARGV[5])
   if state == 'r' or redis.call('HLEN', KEYS[1]) <= max then return 1 end
   local all, ended = redis.call('HGETALL', KEYS[1]), {}
   for i = 1, #all, 2 do
     local one = read(all[i + 1], runningMs)
     if one.state == 'd' or one.lapsed then ended[#ended + 1] = { field = all[i], since = one.since } end
   end
   table.sort(ended, function(a, b) return a.since < b.since end)
   for i = 1, #ended - max do redis.call('HDEL', KEYS[1], ended[i].field) end
   return 1`,
);

/** The memory behind Idempotency-Key: the first request works, one that comes again is told the outcome. */
export function createOnce(redis: RedisClient, log: Pick<Logger, 'warn'>): Once {
  return async ({ owner, field, body, isRepeatable }, work) => {
    const hash = redisKeys.idempotency(owner);
    const token = drawToken(9);
    const asking = runScript(redis, begin, [hash], [field, token, body, RUNNING_MS, REMEMBERED_MS]);
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
      const limits = [REMEMBERED_MS, RUNNING_MS, KEYS_MAX];
      const putting = runScript(redis, change, [hash], [field, token, state, json, ...limits]);
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
