import type { Election } from '@flash/reservation';
import { reachableKey } from '@flash/reservation';
import type { Cluster, Redis } from 'ioredis';
import { inOwnTime } from '../base/clock/own-time.ts';

export type Reach =
  | 'there'
  | 'away'
  /** This process was too late itself to know. */
  | 'unclear';

const WITHIN_MS = 1_500;
/** A process that was kept from running for longer may fail where another one would not. */
const LATE_MS = 1_000;
/** A process that is always late has to decide some time. */
const UNCLEAR_MAX = 3;

/**
 * Whether MongoDB can take what a buyer pays for. `write` resolves once a majority has stored it: a
 * primary that answers and has no majority behind it is not there.
 */
export function createReach(write: () => Promise<void>): () => Promise<Reach> {
  let unclear = 0;
  return async () => {
    const isWritten = write().then(
      () => true,
      () => false,
    );
    const { value, lateMs } = await inOwnTime(isWritten, WITHIN_MS);
    const wasLate = value !== true && lateMs > LATE_MS && unclear < UNCLEAR_MAX;
    unclear = wasLate ? unclear + 1 : 0;
    if (wasLate) {
      return 'unclear';
    }
    return value === true ? 'there' : 'away';
  };
}

export type OtherWorkers =
  /** Another worker reaches MongoDB: the fault is ours alone. */
  | 'contradicts'
  /** Another worker moves the holds. */
  | 'leads'
  | 'none';

const REACHABLE_MS = 2_000;
const TELL_MS = 900;
const LEAD_MS = 3_000;

/** Workers tell each other by way of Redis whether MongoDB is there. */
export function createReachability(redis: Redis | Cluster, election: Election, token: string) {
  let toldAt = Number.NEGATIVE_INFINITY;
  return {
    async tellOthers(): Promise<void> {
      if (performance.now() - toldAt < TELL_MS) {
        return;
      }
      toldAt = performance.now();
      await redis.set(reachableKey, token, 'PX', REACHABLE_MS);
    },
    async askOthers(): Promise<OtherWorkers> {
      const [seenBy, leftMs] = await Promise.all([
        redis.get(reachableKey),
        redis.pttl(reachableKey),
      ]);
      // What lasts longer than it can was said before the clock of the host was set back.
      if (seenBy !== null && seenBy !== token && leftMs <= REACHABLE_MS) {
        return 'contradicts';
      }
      return (await election.lead('outage', LEAD_MS)) ? 'none' : 'leads';
    },
  };
}
