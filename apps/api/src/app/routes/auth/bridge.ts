import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { AppError } from '../../errors.ts';
import { type AuthReply, askAuth, refusalOf } from '../../services/accounts/auth.ts';
import { createOwnSessions } from '../../services/accounts/sessions.ts';

const user = z.looseObject({ id: z.string(), email: z.string() });

/** What is read of the accounts library's answers; the rest is passed on as it came. */
export const authBodies = {
  signUp: z.object({ user }),
  signIn: z.object({ user, token: z.string() }),
  secondStep: z.object({ user, token: z.string().nullish() }),
  session: z.object({
    user: user.extend({ twoFactorEnabled: z.boolean().nullish() }),
    session: z.looseObject({ id: z.string(), createdAt: z.string() }),
  }),
};

/** Passes a request on to the accounts library, and its cookies and refusals back. */
export async function bridge(
  request: FastifyRequest,
  reply: FastifyReply,
  path: string,
  body?: unknown,
): Promise<AuthReply> {
  const { auth, env } = request.server.deps;
  const { headers } = request;
  const isOwnPage = headers.origin !== undefined && isSameHost(headers.origin, headers.host);
  const answer = await askAuth(auth, {
    // Fastify asks a route for GET for what HEAD is to tell.
    method: request.method === 'GET' || request.method === 'HEAD' ? 'GET' : 'POST',
    path,
    body,
    ip: request.ip,
    headers: {
      ...(headers as Record<string, string | undefined>),
      // The documentation page may be open under another name of this host than the configured one.
      ...(isOwnPage && { origin: new URL(env.betterAuthUrl).origin }),
    },
  });
  // One header for each: joined by commas, cookies could not be told apart.
  for (const cookie of answer.cookies) {
    reply.header('set-cookie', cookie);
  }
  reply.header('cache-control', 'private, no-store');
  if (answer.status >= 400) {
    throw refusalOf(answer);
  }
  return answer;
}

interface NewSession {
  userId: string;
  token: string;
}

/** Runs the last step of a sign-in: when it fails, the sign-in is refused and its session is ended. */
export async function orWithdraw<Value>(
  request: FastifyRequest,
  reply: FastifyReply,
  session: NewSession,
  finish: () => Promise<Value>,
): Promise<Value> {
  try {
    return await finish();
  } catch (cause) {
    await withdrawSession(request, reply, session);
    throw new AppError('UNAVAILABLE', { cause });
  }
}

/**
 * Ends a session that was made by a sign-in which is refused after all. Should that fail as well, the
 * session ends by itself: its token was sent to no one.
 */
export async function withdrawSession(
  request: FastifyRequest,
  reply: FastifyReply,
  { userId, token }: NewSession,
): Promise<void> {
  const { auth, identity, log } = request.server.deps;
  reply.removeHeader('set-cookie');
  try {
    await createOwnSessions(auth).endOf(userId, token);
    await identity.forget(userId);
  } catch (err) {
    log.error({ err, userId }, 'the session of a refused sign-in is not ended');
  }
}

function isSameHost(origin: string, host: string | undefined): boolean {
  return URL.canParse(origin) && new URL(origin).host === host;
}

const HALF_SIGNED_IN = /better-auth\.two_factor=([^;]+)/;

/** The challenge of a sign-in whose password was right, and whose code is not entered yet. */
export function challengeIn(cookie: string | undefined): string | null {
  return HALF_SIGNED_IN.exec(cookie ?? '')?.[1] ?? null;
}

/**
 * Passes on what people do with their own account besides signing in: limited as sign-ins are, since
 * most of it takes a password or a code. Afterwards every process reads the account again.
 */
export async function askForOneself(
  request: FastifyRequest,
  reply: FastifyReply,
  path: string,
  body: unknown,
): Promise<AuthReply> {
  const { limits, deps } = request.server;
  const { guard, identity } = deps;
  const viewer = await request.viewer();
  await limits.signIn(request, viewer?.email ?? challengeIn(request.headers.cookie) ?? '');
  const ask = () => bridge(request, reply, path, body);
  const answer =
    viewer && asksPassword(body)
      ? await guard.settle(await guard.beginInSession(viewer.email), ask)
      : await ask();
  if (viewer) {
    await identity.forget(viewer.userId);
  }
  return answer;
}

function asksPassword(body: unknown): boolean {
  return (
    typeof body === 'object' && body !== null && ('password' in body || 'currentPassword' in body)
  );
}
