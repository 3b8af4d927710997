import type { FastifyReply, FastifyRequest } from 'fastify';
import type { AuthReply } from '../../services/auth/ask.ts';
import { bridge } from './bridge.ts';

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
