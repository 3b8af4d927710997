import type { Role } from '@flash/shared-types';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Viewer } from '../services/viewer.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who is signed in, by cookie or bearer; read at most once a request, and only when asked for. */
    viewer(): Promise<Viewer | null>;
  }
  interface FastifyInstance {
    /** Pre-handler: 401 without a session, 403 below the role. Sets `request.member`. */
    requireRole(role: Role): (request: FastifyRequest, reply: FastifyReply) => Promise<void>;
    /** Pre-handler: 401 without a session. */
    requireAccount(request: FastifyRequest, reply: FastifyReply): Promise<void>;
  }
}
