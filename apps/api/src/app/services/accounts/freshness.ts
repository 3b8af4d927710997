import type { RedisClient } from '@flash/shared-config';
import { type Clock, MINUTE_MS } from '@flash/shared-utils';
import type { Viewer } from './viewer.ts';

const FRESH_MS = 15 * MINUTE_MS;

type Session = Pick<Viewer, 'sessionId' | 'signedInAt'>;

export interface Freshness {
  /** So long sensitive calls are open to the session, in ms; 0 when they are not. */
  leftMs(session: Session): Promise<number>;
  /** The password was entered again. */
  confirm(session: Pick<Session, 'sessionId'>): Promise<number>;
}

/**
 * A session that was left open, or stolen, must not do what cannot be undone: for that the password has
 * to have been entered in the last minutes. A Redis that forgot asks for it once more.
 */
export function createFreshness(redis: RedisClient, clock: Clock): Freshness {
  const keyOf = (sessionId: string) => `fsfresh:${sessionId}`;
  return {
    async leftMs({ sessionId, signedInAt }) {
      const sinceSignIn = signedInAt + FRESH_MS - clock.now();
      // A session from the future was made by a process whose clock is ahead; it is new all the same.
      if (sinceSignIn > 0) return Math.min(sinceSignIn, FRESH_MS);
      return Math.max(0, await redis.pttl(keyOf(sessionId)));
    },
    async confirm({ sessionId }) {
      await redis.set(keyOf(sessionId), '1', 'PX', FRESH_MS);
      return FRESH_MS;
    },
  };
}
