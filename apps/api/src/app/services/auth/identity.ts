import type { Database } from '@flash/database';
import type { RedisClient } from '@flash/shared-config';
import type { Clock } from '@flash/shared-utils';
import { AppError } from '../../errors.ts';
import type { Viewer } from '../viewer.ts';
import type { Auth } from './create-auth.ts';
import { type Credentials, credentialOf, underNewNames } from './credentials.ts';

const KEPT_MS = 5_000;
const KEPT_MAX = 20_000;
const CHANNEL = 'fsviewer';

export interface Identity {
  /** Null when nobody is signed in. No look-up at all without a session cookie or bearer. */
  viewerOf(credentials: Credentials): Promise<Viewer | null>;
  /** Signed out, new role, new password: every process forgets what it knew. */
  forget(userId: string): Promise<void>;
  /** Told each time a person is forgotten in this way, by whichever process; ends with what it returns. */
  onForget(userId: string, told: () => void): () => void;
}

interface IdentityDeps {
  auth: Auth;
  members: Database['members'];
  redis: RedisClient;
  subscriber: RedisClient;
  clock: Clock;
}

/** Sessions are kept for a moment, so that buyers of account sales do not cost MongoDB a read each. */
export async function createIdentity(deps: IdentityDeps): Promise<Identity> {
  const kept = new Map<string, { viewer: Promise<Viewer | null>; until: number }>();
  const listeners = new Map<string, Set<() => void>>();
  const drop = async (userId: string) => {
    for (const [credential, entry] of kept) {
      const viewer = await entry.viewer.catch(() => null);
      if (viewer === null || viewer.userId === userId) kept.delete(credential);
    }
    for (const told of listeners.get(userId) ?? []) told();
  };
  deps.subscriber.on('message', (channel: string, userId: string) => {
    if (channel === CHANNEL) void drop(userId);
  });
  await deps.subscriber.subscribe(CHANNEL);

  return {
    async viewerOf(credentials) {
      const credential = credentialOf(credentials);
      if (credential === null) return null;
      const now = deps.clock.now();
      const known = kept.get(credential);
      if (known && known.until > now) return known.viewer;
      if (kept.size >= KEPT_MAX) forgetOldest();
      const viewer = lookUp(deps, credentials);
      kept.set(credential, { viewer, until: now + KEPT_MS });
      viewer.catch(() => kept.delete(credential));
      return viewer;
    },
    async forget(userId) {
      await drop(userId);
      // Without Redis the others notice when what they keep grows old.
      await deps.redis.publish(CHANNEL, userId).catch(() => undefined);
    },
    onForget(userId, told) {
      const ofUser = listeners.get(userId) ?? new Set();
      listeners.set(userId, ofUser.add(told));
      return () => {
        ofUser.delete(told);
        if (ofUser.size === 0 && listeners.get(userId) === ofUser) listeners.delete(userId);
      };
    },
  };

  function forgetOldest(): void {
    let left = KEPT_MAX / 10;
    for (const credential of kept.keys()) {
      if (left-- <= 0) return;
      kept.delete(credential);
    }
  }
}

async function lookUp(deps: IdentityDeps, credentials: Credentials): Promise<Viewer | null> {
  const headers = new Headers();
  const cookie = underNewNames(credentials.cookie);
  if (cookie) headers.set('cookie', cookie);
  if (credentials.authorization) headers.set('authorization', credentials.authorization);
  const found = await deps.auth.api
    .getSession({ headers, query: { disableRefresh: true } })
    .catch((cause: unknown) => {
      throw new AppError('UNAVAILABLE', { cause });
    });
  if (!found) return null;
  const { session, user } = found;
  const member = await deps.members.get(user.id);
  return {
    userId: user.id,
    sessionId: session.id,
    signedInAt: new Date(session.createdAt).getTime(),
    email: user.email,
    name: user.name,
    role: member?.role ?? null,
    twoFactorEnabled: user.twoFactorEnabled === true,
  };
}
