import { createHmac } from 'node:crypto';
import type { RedisClient } from '@flash/shared-config';
import type { SessionItem } from '@flash/shared-types';
import { type Clock, MINUTE_MS } from '@flash/shared-utils';
import { redisKeys } from '../base/keys.ts';
import { iso } from '../shared/wire.ts';
import type { Auth } from './auth.ts';
import type { Viewer } from './identity.ts';

type Session = Auth['$Infer']['Session']['session'];
type Whose = Pick<Viewer, 'userId' | 'sessionId'>;

/** More than a person would read through; the rest can be ended all at once. */
const SHOWN_MAX = 100;

/**
 * Past the library's own routes: those name a session by its token, which no page should ever see, and
 * end no more than a hundred.
 */
export function createOwnSessions(auth: Auth) {
  const adapterOf = async () => (await auth.$context).adapter;
  const ofUser = ({ userId }: Pick<Viewer, 'userId'>) => ({ field: 'userId', value: userId });

  return {
    /** The newest first. */
    async list(viewer: Whose): Promise<SessionItem[]> {
      const found = await (await adapterOf()).findMany<Session>({
        model: 'session',
        where: [ofUser(viewer), { field: 'expiresAt', operator: 'gt', value: new Date() }],
        sortBy: { field: 'createdAt', direction: 'desc' },
        limit: SHOWN_MAX,
      });
      return found.map((session) => ({
        id: session.id,
        current: session.id === viewer.sessionId,
        createdAt: iso(session.createdAt.getTime()),
        updatedAt: iso(session.updatedAt.getTime()),
        expiresAt: iso(session.expiresAt.getTime()),
        ipAddress: session.ipAddress || null,
        userAgent: session.userAgent || null,
      }));
    },
    /** False when it has already ended or belongs to another user. */
    async end(viewer: Whose, id: string): Promise<boolean> {
      const where = [ofUser(viewer), { field: 'id', value: id }];
      return (await (await adapterOf()).deleteMany({ model: 'session', where })) > 0;
    },
    /** One of which only the token is known. */
    async endOf(userId: string, token: string): Promise<void> {
      const where = [ofUser({ userId }), { field: 'token', value: token }];
      await (await adapterOf()).deleteMany({ model: 'session', where });
    },
    /** Every one, however many there are, but this. */
    async endOthers(userId: string, kept: { id: string } | { token: string }): Promise<void> {
      const [[field, value]] = Object.entries(kept) as [[string, string]];
      const where = [ofUser({ userId }), { field, value, operator: 'ne' as const }];
      await (await adapterOf()).deleteMany({ model: 'session', where });
    },
  };
}

const FRESH_MS = 15 * MINUTE_MS;

type SignedIn = Pick<Viewer, 'sessionId' | 'signedInAt'>;

export interface Freshness {
  /** So long sensitive calls are open to the session, in ms; 0 when they are not. */
  leftMs(session: SignedIn): Promise<number>;
  /** The password was entered again. */
  confirm(session: Pick<SignedIn, 'sessionId'>): Promise<number>;
}

/**
 * A session that was left open, or stolen, must not do what cannot be undone: for that the password has
 * to have been entered in the last minutes. A Redis that forgot asks for it once more.
 */
export function createFreshness(redis: RedisClient, clock: Clock): Freshness {
  return {
    async leftMs({ sessionId, signedInAt }) {
      const sinceSignIn = signedInAt + FRESH_MS - clock.now();
      // A start in the future comes from a process whose clock is ahead; the session is still new.
      if (sinceSignIn > 0) {
        return Math.min(sinceSignIn, FRESH_MS);
      }
      return Math.max(0, await redis.pttl(redisKeys.freshSession(sessionId)));
    },
    async confirm({ sessionId }) {
      await redis.set(redisKeys.freshSession(sessionId), '1', 'PX', FRESH_MS);
      return FRESH_MS;
    },
  };
}

/** Longer than a code of an authenticator app is taken for, with clocks that are a little off. */
const REMEMBERED_MS = 180_000;

/**
 * A code of an authenticator app opens one session, so that a code read over a shoulder is useless once
 * its owner has used it. True for the first use.
 */
export function createCodeUses(redis: RedisClient, secret: string) {
  return async (userId: string, code: string): Promise<boolean> => {
    const use = createHmac('sha256', secret).update(`${userId}\n${code}`).digest('base64url');
    return (await redis.set(redisKeys.usedCode(use), '1', 'PX', REMEMBERED_MS, 'NX')) === 'OK';
  };
}
