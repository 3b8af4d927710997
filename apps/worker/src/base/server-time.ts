import { keysOf } from '@flash/reservation';
import type { Cluster, Redis } from 'ioredis';

/** The time of the server that holds this sale. */
export async function serverTime(redis: Redis | Cluster, saleId: string): Promise<number> {
  const time = await redis.eval("return redis.call('TIME')", 1, keysOf(saleId).meta);
  const [seconds, micros] = (time as [string, string]).map(Number);
  return (seconds ?? 0) * 1_000 + Math.floor((micros ?? 0) / 1_000);
}
