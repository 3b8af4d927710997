import type { FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '../../errors.ts';
import { type AuthReply, askAuth, refusalOf } from '../../services/accounts/auth.ts';
import { createOwnSessions } from '../../services/accounts/sessions.ts';

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
    method: request.method === 'GET' ? 'GET' : 'POST',
    path,
    body,
    ip: request.ip,
    headers: {
      ...(headers as Record<string, string | undefined>),
      // The documentation page may be open under another name of this host than the configured one.
      ...(isOwnPage && { origin: new URL(env.betterAuthUrl).origin }),
    },
  });
  // One header each: every cookie has to survive.
  for (const cookie of answer.cookies) reply.header('set-cookie', cookie);
  reply.header('cache-control', 'private, no-store');
  if (answer.status >= 400) throw refusalOf(answer);
  return answer;
}

interface NewSession {
  userId: string;
  token: string;
}

/** What still belongs to a sign-in: when it fails, the sign-in is refused and its session is ended. */
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

/** The challenge that stands for somebody who entered the password, and no code yet. */
export function challengeIn(cookie: string | undefined): string | null {
  return HALF_SIGNED_IN.exec(cookie ?? '')?.[1] ?? null;
}

/**
 * What people do to their own account besides signing in: at the pace of sign-ins, since most of it
 * asks for a password or a code, and afterwards no process goes by what it knew of them.
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
  if (viewer) await identity.forget(viewer.userId);
  return answer;
}

function asksPassword(body: unknown): boolean {
  return (
    typeof body === 'object' && body !== null && ('password' in body || 'currentPassword' in body)
  );
}
