import { keysOf } from '@flash/reservation';
import type { Cluster, Redis } from 'ioredis';

/** Stops granting for a sale in which two records contradict each other. A new epoch lifts it. */
export type Halt = (saleId: string, why: string) => Promise<void>;

/** Only over a state that is there: a lone field would look like a sale. */
const script = `
if redis.call('HEXISTS', KEYS[1], 'run') == 1 then redis.call('HSET', KEYS[1], 'halted', ARGV[1]) end
return 1`;

export function createHalt(redis: Redis | Cluster): Halt {
  return async (saleId, why) => {
    await redis.eval(script, 1, keysOf(saleId).meta, why);
  };
}
