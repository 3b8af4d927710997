import { setImmediate as turn } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { waitKey } from '../keys.ts';

/** Whether a replica has what was written on a connection. */
export interface ReplicaWait {
  /** Taken before a write, it tells whether the connection was the same until its answer. */
  mark(): number;
  /** True once a replica has all that was written before; false when it did not say so in time. */
  reached(mark: number): Promise<boolean>;
}

/** A replica answers within one round trip; one that does not is away. */
export const REPLICA_WAIT_MS = 500;

const WRITTEN_MS = 60_000;

/**
 * `WAIT` counts up to the last write of its own connection (up to any, on Redis before 7.2). A join that finds its
 * place writes nothing, and the place may be from another process: so each `WAIT` follows a write of its own.
 *
 * `WAIT` holds up its whole connection, so this one is for the joins alone, and all those of a turn of the event
 * loop share one. A connection that broke in between proves nothing: on a new one `WAIT` knows of no write and
 * answers at once, also where ioredis sent it again by itself.
 */
export function createReplicaWait(redis: Redis, waitMs = REPLICA_WAIT_MS): ReplicaWait {
  let losses = 0;
  redis.on('close', () => {
    losses += 1;
  });
  let gathering: Promise<boolean> | null = null;

  async function waitTogether(): Promise<boolean> {
    await turn();
    gathering = null;
    const [, count] = await Promise.all([
      redis.set(waitKey, '1', 'PX', WRITTEN_MS),
      redis.wait(1, waitMs),
    ]);
    return count >= 1;
  }

  return {
    mark: () => losses,
    async reached(mark) {
      gathering ??= waitTogether();
      // Whatever went wrong, no replica is known to have it.
      const isThere = await gathering.catch(() => false);
      return isThere && mark === losses;
    },
  };
}
