import type { FastifyRequest } from 'fastify';
import { memberOf } from '../plugins/session.ts';
import type { Actor } from '../services/record.ts';

/** Behind a role: who acts, for the audit log. */
export function actorOf(request: FastifyRequest): Actor {
  const { userId, email, role } = memberOf(request);
  return { userId, email, role, ip: request.ip, requestId: request.id };
}
