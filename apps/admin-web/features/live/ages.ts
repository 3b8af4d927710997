import type { Console } from './console.ts';

/** When each kind of number was true, by this machine's clock. */
export interface Ages {
  counts: number;
  worker: number;
  redis: number;
  database: number;
}

/** Numbers are at most two seconds old while all is well; one more for a machine under load. */
export const STALE_MS = 3_000;

/**
 * From the moment at which an answer came, back by how old the server said each number was. The
 * clocks of server and reader need not agree.
 */
export function agesOf({ overview, receivedAt }: Console): Ages | null {
  if (!overview) return null;
  const serverNow = Date.parse(overview.serverNow);
  const local = (at: string) => receivedAt - Math.max(0, serverNow - Date.parse(at));
  return {
    counts: local(overview.countedAt),
    worker: local(overview.worker.at),
    redis: local(overview.redis.at),
    database: local(overview.database.at),
  };
}

export const isStale = (trueAt: number, now: number): boolean => now - trueAt > STALE_MS;

/** The server's time, as far as its last answer tells. */
export function serverTime({ overview, receivedAt }: Console, now: number): number {
  return overview ? Date.parse(overview.serverNow) + (now - receivedAt) : now;
}
