import type { Database } from '@flash/database';
import { betterAuth } from 'better-auth';
import { mongodbAdapter } from 'better-auth/adapters/mongodb';
import { bearer, twoFactor } from 'better-auth/plugins';
import { HOST_COOKIES, PLAIN_COOKIES } from './credentials.ts';
import { forLibrary, type Passwords } from './passwords.ts';

export interface AuthOptions {
  database: Pick<Database, 'client' | 'db'>;
  secret: string;
  /** The API as clients reach it; https makes the cookies Secure and binds them to its host. */
  baseUrl: string;
  trustedOrigins: readonly string[];
  passwords: Pick<Passwords, 'hash' | 'verify'>;
  /** Told of each sign-in. */
  noteUse(userId: string): void;
}

/** For so long nobody tries codes of an account after ten wrong ones. */
export const SECOND_FACTOR_LOCK_SECONDS = 900;

export type Auth = ReturnType<typeof createAuth>;

/** Accounts, sessions, bearer tokens and two-factor. Roles are not its business. */
export function createAuth(options: AuthOptions) {
  const { database, secret, baseUrl, trustedOrigins, passwords, noteUse } = options;
  const secure = baseUrl.startsWith('https:');
  return betterAuth({
    appName: 'Flash Sale',
    baseURL: baseUrl,
    basePath: '/api/auth',
    secret,
    database: mongodbAdapter(database.db, { client: database.client }),
    trustedOrigins: [...trustedOrigins],
    emailAndPassword: {
      enabled: true,
      minPasswordLength: 6,
      maxPasswordLength: 128,
      password: forLibrary(passwords),
    },
    plugins: [
      bearer(),
      twoFactor({
        issuer: 'Flash Sale',
        accountLockout: { durationSeconds: SECOND_FACTOR_LOCK_SECONDS },
      }),
    ],
    databaseHooks: {
      session: { create: { after: async ({ userId }) => noteUse(userId) } },
    },
    // Limits are ours: one place, in Redis, the same in every NODE_ENV.
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    // It writes addresses into its log lines.
    logger: { disabled: true },
    // Its own switch for secure cookies would add a prefix of its own, which binds them to no host.
    advanced: {
      cookiePrefix: secure ? HOST_COOKIES : PLAIN_COOKIES,
      useSecureCookies: false,
      defaultCookieAttributes: { secure },
    },
  });
}

/**
 * Has the library make its indexes now: it makes them before its first write, and inside a
 * transaction that already reads the collection the two would wait for each other.
 */
export async function prepareAuth(auth: Auth): Promise<void> {
  const { adapter } = await auth.$context;
  const nobody = [{ field: 'id', value: '000000000000000000000000' }];
  for (const model of ['user', 'session', 'account', 'verification', 'twoFactor']) {
    await adapter.updateMany({ model, where: nobody, update: { updatedAt: new Date(0) } });
  }
}
