import type { Cluster, Redis } from 'ioredis';
import { runScript, scriptOf } from './call/run-script.ts';
import { checkId, keysOf } from './keys.ts';

/**
 * While traces are kept: which trace a buyer's press belongs to, until the buyer is served. One call of the
 * worker serves many buyers, and ties its own trace to theirs by this.
 */
export interface PressTraces {
  note(saleId: string, buyer: string, traceparent: string): Promise<void>;
  /** Those of these buyers that were noted; each is answered once. */
  take(saleId: string, buyers: readonly string[]): Promise<string[]>;
}

/** Of a crowd that is traced as a whole only the first have links: memory stays bounded. */
const NOTED_MAX = 1_000;
const KEPT_MS = 900_000;

const noteScript = scriptOf(`
if redis.call('HLEN', KEYS[1]) < tonumber(ARGV[3]) then
  redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
  redis.call('PEXPIRE', KEYS[1], ARGV[4])
end
return 1`);

const takeScript = scriptOf(`
local noted = redis.call('HMGET', KEYS[1], unpack(ARGV))
redis.call('HDEL', KEYS[1], unpack(ARGV))
return noted`);

/** More values than this do not fit on the stack of a script. */
const TAKEN_AT_ONCE = 1_000;

export function createPressTraces(redis: Redis | Cluster): PressTraces {
  const keyOf = (saleId: string) => keysOf(checkId('sale', saleId)).traces;
  return {
    async note(saleId, buyer, traceparent) {
      const args = [checkId('buyer', buyer), traceparent, NOTED_MAX, KEPT_MS];
      await runScript(redis, noteScript, [keyOf(saleId)], args);
    },
    async take(saleId, buyers) {
      const found: string[] = [];
      for (let from = 0; from < buyers.length; from += TAKEN_AT_ONCE) {
        const some = buyers.slice(from, from + TAKEN_AT_ONCE);
        const noted = await runScript(redis, takeScript, [keyOf(saleId)], some);
        found.push(...(noted as (string | null)[]).filter((text) => text !== null));
      }
      return found;
    },
  };
}
