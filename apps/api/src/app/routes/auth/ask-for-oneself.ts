import type { FastifyReply, FastifyRequest } from 'fastify';
import type { AuthReply } from '../../services/auth/ask.ts';
import { bridge } from './bridge.ts';

const HALF_SIGNED_IN = /better-auth\.two_factor=([^;]+)/;

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
  const viewer = await request.viewer();
  const halfSignedIn = HALF_SIGNED_IN.exec(request.headers.cookie ?? '')?.[1];
  await limits.signIn(request, viewer?.email ?? halfSignedIn ?? '');
  const answer = await bridge(request, reply, path, body);
  if (viewer) await deps.identity.forget(viewer.userId);
  return answer;
}
