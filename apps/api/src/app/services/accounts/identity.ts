import type { Database } from '@flash/database';
import { bestEffort, type Logger, type RedisClient } from '@flash/shared-config';
import type { Role } from '@flash/shared-types';
import { createBatchLoader } from '@flash/shared-utils';
import { AppError } from '../../errors.ts';
import { redisKeys } from '../base/keys.ts';
import type { Auth } from './auth.ts';
import { type Credentials, credentialOf, unsignedBearerIn } from './credentials.ts';

const KEPT_MS = 5_000;
const KEPT_MAX = 20_000;
const CHANNEL = redisKeys.forgetSessions;

export interface Identity {
  /** Null for a caller who is not signed in. No look-up at all without a session cookie or bearer. */
  viewerOf(credentials: Credentials): Promise<Viewer | null>;
  /** Signed out, new role, new password: every process forgets what it knew. */
  forget(userId: string): Promise<void>;
  /** Told each time a person is forgotten in this way, by whichever process; ends with what it returns. */
  onForget(userId: string, told: () => void): () => void;
}

interface IdentityDeps {
  auth: Auth;
  db: Pick<Database, 'db'>;
  members: Database['members'];
  redis: RedisClient;
  subscriber: RedisClient;
  log: Pick<Logger, 'warn'>;
  /** Told of each session that was looked up. */
  noteUse?: (userId: string) => void;
  /** Forgets API keys of this name or maker; answers the names of those. */
  forgetKeys?: (userId: string) => string[];
  /** A host clock that is set back must not keep a session that has ended. */
  monotonicNow?: () => number;
  keptMax?: number;
}

type Kept = Map<string, { viewer: Promise<Viewer | null>; until: number }>;

/**
 * Sessions are kept for a moment, so that buyers of account sales do not cost MongoDB a read each. What
 * names no session is kept apart, so that invented tokens never push real sessions out.
 */
export async function createIdentity(deps: IdentityDeps): Promise<Identity> {
  const { keptMax = KEPT_MAX, monotonicNow = () => performance.now() } = deps;
  const kept: Kept = new Map();
  const unproven: Kept = new Map();
  const isKnown = createKnownTokens(deps.db);
  const listeners = new Map<string, Set<() => void>>();
  const drop = async (userId: string) => {
    const keys = deps.forgetKeys?.(userId) ?? [];
    unproven.clear();
    for (const [credential, entry] of kept) {
      // Its own caller is told of a failure.
      const viewer = await entry.viewer.catch(() => null);
      if (viewer === null || viewer.userId === userId) {
        kept.delete(credential);
      }
    }
    for (const told of [userId, ...keys].flatMap((id) => [...(listeners.get(id) ?? [])])) {
      told();
    }
  };
  deps.subscriber.on('message', (channel: string, userId: string) => {
    if (channel === CHANNEL) {
      void drop(userId);
    }
  });
  await deps.subscriber.subscribe(CHANNEL);

  return {
    async viewerOf(credentials) {
      const credential = credentialOf(credentials);
      if (credential === null) {
        return null;
      }
      const now = monotonicNow();
      const known = kept.get(credential) ?? unproven.get(credential);
      if (known && known.until > now) {
        return known.viewer;
      }
      if (unproven.size >= keptMax) {
        forgetOldest(unproven);
      }
      const viewer = lookUp(deps, isKnown, credentials);
      const entry = { viewer, until: now + KEPT_MS };
      kept.delete(credential);
      unproven.set(credential, entry);
      viewer.then(
        (found) => {
          // Forgotten during the look-up: its result may be outdated.
          if (!found || unproven.get(credential) !== entry) {
            return;
          }
          unproven.delete(credential);
          if (kept.size >= keptMax) {
            forgetOldest(kept);
          }
          kept.set(credential, entry);
        },
        () => unproven.delete(credential),
      );
      return viewer;
    },
    async forget(userId) {
      await drop(userId);
      // Without Redis the others notice when what they keep grows old.
      await bestEffort(deps.log, 'tell a session change', deps.redis.publish(CHANNEL, userId));
    },
    onForget(userId, told) {
      const ofUser = listeners.get(userId) ?? new Set();
      listeners.set(userId, ofUser.add(told));
      return () => {
        ofUser.delete(told);
        if (ofUser.size === 0 && listeners.get(userId) === ofUser) {
          listeners.delete(userId);
        }
      };
    },
  };

  function forgetOldest(from: Kept): void {
    let left = keptMax / 10;
    for (const credential of from.keys()) {
      if (left-- <= 0) {
        return;
      }
      from.delete(credential);
    }
  }
}

async function lookUp(
  deps: IdentityDeps,
  isKnown: (token: string) => Promise<boolean>,
  credentials: Credentials,
): Promise<Viewer | null> {
  const token = unsignedBearerIn(credentials);
  // The library would ask MongoDB for each one by itself.
  if (token !== null && !(await isKnown(token))) {
    return null;
  }
  const headers = new Headers();
  const { cookie, authorization } = deps.auth.readable(credentials);
  if (cookie) {
    headers.set('cookie', cookie);
  }
  if (authorization) {
    headers.set('authorization', authorization);
  }
  const found = await deps.auth.api
    .getSession({ headers, query: { disableRefresh: true } })
    .catch(unavailable);
  if (!found) {
    return null;
  }
  const { session, user } = found;
  deps.noteUse?.(user.id);
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

/** Of all tokens that are asked about while one query runs, the next one asks together. */
function createKnownTokens({ db }: Pick<Database, 'db'>): (token: string) => Promise<boolean> {
  const sessions = db.collection<{ token: string }>('session');
  return createBatchLoader(async (tokens: string[]) => {
    const found = await sessions
      .find({ token: { $in: tokens } }, { projection: { token: 1, _id: 0 } })
      .toArray()
      .catch(unavailable);
    const known = new Set(found.map(({ token }) => token));
    return tokens.map((token) => known.has(token));
  });
}

function unavailable(cause: unknown): never {
  throw new AppError('UNAVAILABLE', { cause });
}

/** The signed-in user of a session. `role` is null for buyers. A session never proves an e-mail. */
export interface Viewer {
  userId: string;
  sessionId: string;
  signedInAt: number;
  email: string;
  name: string;
  role: Role | null;
  twoFactorEnabled: boolean;
}
