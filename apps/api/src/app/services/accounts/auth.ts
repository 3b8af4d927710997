import type { Database } from '@flash/database';
import type { ErrorCode } from '@flash/shared-types';
import { betterAuth } from 'better-auth';
import { mongodbAdapter } from 'better-auth/adapters/mongodb';
import { symmetricDecrypt, symmetricEncrypt } from 'better-auth/crypto';
import { bearer, twoFactor } from 'better-auth/plugins';
import { AppError } from '../../errors.ts';
import {
  type Credentials,
  HOST_COOKIES,
  PLAIN_COOKIES,
  type Secrets,
  signedAnew,
  underBothNames,
  underNewNames,
} from './credentials.ts';
import { forLibrary, type Passwords } from './passwords.ts';

interface AuthOptions {
  database: Pick<Database, 'client' | 'db'>;
  secret: string;
  /** What was signed or encrypted with it counts as well. */
  previous: string | null;
  /** The API as clients reach it; https makes the cookies Secure and binds them to its host. */
  baseUrl: string;
  trustedOrigins: readonly string[];
  passwords: Pick<Passwords, 'hash' | 'verify'>;
  /** Told of each sign-in. */
  noteUse(userId: string): void;
}

/** After ten wrong codes an account accepts no code for this long. */
const SECOND_FACTOR_LOCK_SECONDS = 900;

export type Auth = ReturnType<typeof createAuth>;

/** Accounts, sessions, bearer tokens and two-factor. Roles are not its business. */
export function createAuth(options: AuthOptions) {
  const { database, secret, previous, baseUrl, trustedOrigins, passwords, noteUse } = options;
  const secure = baseUrl.startsWith('https:');
  const library = betterAuth({
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
  return Object.assign(library, {
    /** What a request shows of a session, as the library can read it. */
    readable: ({ cookie, authorization }: Credentials): Credentials =>
      signedAnew({ secret, previous }, { cookie: underNewNames(cookie), authorization }),
    encryptSecondFactors: () => encryptSecondFactors(database, { secret, previous }),
  });
}

/**
 * Has the library make its indexes now: it makes them before its first write, and inside a
 * transaction that already reads the collection the two would wait for each other.
 */
export async function prepareAuth(auth: Auth): Promise<void> {
  const { adapter } = await auth.$context;
  const noDocument = [{ field: 'id', value: '000000000000000000000000' }];
  for (const model of ['user', 'session', 'account', 'verification', 'twoFactor']) {
    await adapter.updateMany({ model, where: noDocument, update: { updatedAt: new Date(0) } });
  }
  await auth.encryptSecondFactors();
}

interface SecondFactor {
  secret: string;
  backupCodes: string;
}

/**
 * Second factors are stored encrypted: what only the previous secret opens is encrypted with this one.
 * Several processes may do it at once; each change is made only to what was read.
 */
async function encryptSecondFactors(
  { db }: Pick<Database, 'db'>,
  { secret, previous }: Secrets,
): Promise<number> {
  if (previous === null) {
    return 0;
  }
  const factors = db.collection<SecondFactor>('twoFactor');
  let changed = 0;
  for await (const factor of factors.find()) {
    const { _id, secret: key, backupCodes } = factor;
    if ((await open(secret, key)) !== null) {
      continue;
    }
    const texts = [await open(previous, key), await open(previous, backupCodes)];
    const [newKey, newCodes] = await Promise.all(
      texts.map((data) => (data === null ? null : symmetricEncrypt({ key: secret, data }))),
    );
    if (newKey && newCodes) {
      const { modifiedCount } = await factors.updateOne(
        { _id, secret: key, backupCodes },
        { $set: { secret: newKey, backupCodes: newCodes } },
      );
      changed += modifiedCount;
    }
  }
  return changed;
}

/** Null when it was encrypted with another secret. */
const open = (key: string, data: string): Promise<string | null> =>
  symmetricDecrypt({ key, data }).catch(() => null);

interface AuthQuestion {
  method: 'GET' | 'POST';
  /** Below `/api/auth`. */
  path: string;
  body?: unknown;
  headers: Record<string, string | undefined>;
  /** Whose request it is, behind all proxies that are trusted. */
  ip: string;
}

export interface AuthReply {
  status: number;
  /** Each one on its own: joined by commas they could not be told apart. */
  cookies: string[];
  body: Record<string, unknown> | null;
}

const PASSED_ON = ['cookie', 'authorization', 'origin', 'referer', 'user-agent'] as const;

/** Asks the accounts library, which knows web requests only and wants to read the body itself. */
export async function askAuth(auth: Auth, question: AuthQuestion): Promise<AuthReply> {
  const { method, path, body, ip } = question;
  const origin = new URL(auth.options.baseURL).origin;
  const headers = new Headers({ accept: 'application/json' });
  const shown: AuthQuestion['headers'] = {
    ...question.headers,
    ...auth.readable(question.headers),
  };
  for (const name of PASSED_ON) {
    const value = shown[name];
    if (value !== undefined) {
      headers.set(name, value);
    }
  }
  // The one that we found out, never what a caller claims: it is shown in the list of sessions.
  headers.set('x-forwarded-for', ip);
  // Programs name neither, and the library would turn away those that keep cookies. Whether a
  // browser hid something has been judged before, by what else it sends.
  if (!headers.has('origin') && !headers.has('referer')) {
    headers.set('origin', origin);
  }
  if (body !== undefined) {
    headers.set('content-type', 'application/json');
  }
  const request = new Request(`${origin}/api/auth${path}`, {
    method,
    headers,
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const response = await auth.handler(request);
  const answer: unknown = await response.json().catch(nullIfNoJson);
  return {
    status: response.status,
    cookies: response.headers.getSetCookie().flatMap(underBothNames),
    body: typeof answer === 'object' && answer !== null ? { ...answer } : null,
  };
}

/** Some of the library's answers have no body. */
function nullIfNoJson(error: unknown): null {
  if (error instanceof SyntaxError) {
    return null;
  }
  throw error;
}

const byLibraryCode: Record<string, ErrorCode> = {
  USER_ALREADY_EXISTS: 'EMAIL_TAKEN',
  USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL: 'EMAIL_TAKEN',
  // Said of every fault, also of an address that another sign-up took meanwhile: the route finds out.
  FAILED_TO_CREATE_USER: 'UNAVAILABLE',
  INVALID_EMAIL_OR_PASSWORD: 'INVALID_CREDENTIALS',
  INVALID_PASSWORD: 'INVALID_CREDENTIALS',
  BUSY: 'BUSY',
  INVALID_CODE: 'CODE_INVALID',
  INVALID_BACKUP_CODE: 'CODE_INVALID',
  // The first step was too long ago, or too many codes were tried: begin again.
  INVALID_TWO_FACTOR_COOKIE: 'UNAUTHENTICATED',
  TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE: 'UNAUTHENTICATED',
  TOTP_ALREADY_ENABLED: 'TWO_FACTOR_STATE',
  TOTP_NOT_ENABLED: 'TWO_FACTOR_STATE',
  TWO_FACTOR_NOT_ENABLED: 'TWO_FACTOR_STATE',
  BACKUP_CODES_NOT_ENABLED: 'TWO_FACTOR_STATE',
  INVALID_ORIGIN: 'ORIGIN_REFUSED',
  MISSING_OR_NULL_ORIGIN: 'ORIGIN_REFUSED',
  CROSS_SITE_NAVIGATION_LOGIN_BLOCKED: 'ORIGIN_REFUSED',
};

const byStatus: Record<number, ErrorCode> = {
  400: 'VALIDATION_FAILED',
  401: 'UNAUTHENTICATED',
  403: 'FORBIDDEN',
  404: 'NOT_FOUND',
  405: 'METHOD_NOT_ALLOWED',
  // One recovery code, sent twice at once.
  409: 'CODE_INVALID',
  422: 'VALIDATION_FAILED',
  429: 'RATE_LIMITED',
};

/** The library's refusals in our words; its own faults are ours, and say nothing. */
export function refusalOf({ status, body }: AuthReply): AppError {
  const known = byLibraryCode[String(body?.code)];
  const code = known ?? byStatus[status] ?? (status >= 500 ? 'UNAVAILABLE' : 'FORBIDDEN');
  if (code === 'BUSY') {
    return new AppError(code, { retryAfterMs: 2_000 });
  }
  // Its one limit is the lock of a second factor; of when that ends it says nothing: at the latest then.
  return new AppError(
    code,
    code === 'RATE_LIMITED' ? { retryAfterMs: SECOND_FACTOR_LOCK_SECONDS * 1_000 } : {},
  );
}
