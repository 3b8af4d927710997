import { type Role, roleAtLeast } from '@flash/shared-types';
import type { FastifyRequest } from 'fastify';
import fastifyPlugin from 'fastify-plugin';
import { AppError } from '../errors.ts';
import type { Viewer } from '../services/viewer.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who is signed in, by cookie or bearer; read at most once a request, and only when asked for. */
    viewer(): Promise<Viewer | null>;
    /** Set behind `requireRole` and `requireAccount`. */
    member: Viewer | null;
  }
  interface FastifyInstance {
    /** Pre-handler: 401 without a session, 403 below the role or without the second factor it needs. */
    requireRole(role: Role): (request: FastifyRequest) => Promise<void>;
    /** Pre-handler: 401 without a session. */
    requireAccount(request: FastifyRequest): Promise<void>;
  }
}

export const sessionPlugin = fastifyPlugin(
  async (app) => {
    const { identity, env } = app.deps;
    // An owner can let anybody in, so in production a password alone makes nobody one.
    const lacksFactor = ({ role, twoFactorEnabled }: Viewer) =>
      env.isProduction && role === 'owner' && !twoFactorEnabled;
    app.decorateRequest('member', null);
    app.decorateRequest('viewer', function viewer(this: FastifyRequest) {
      const { cookie, authorization } = this.headers;
      return identity.viewerOf({ cookie, authorization });
    });
    app.decorate('requireAccount', async (request) => {
      request.member = await signedIn(request);
    });
    app.decorate('requireRole', (role) => async (request) => {
      const viewer = await signedIn(request);
      if (!roleAtLeast(viewer.role, role)) throw new AppError('FORBIDDEN');
      if (lacksFactor(viewer)) throw new AppError('TWO_FACTOR_REQUIRED');
      request.member = viewer;
    });
  },
  { name: 'session', dependencies: ['deps'] },
);

async function signedIn(request: FastifyRequest): Promise<Viewer> {
  const viewer = await request.viewer();
  if (!viewer) throw new AppError('UNAUTHENTICATED');
  return viewer;
}

/** Behind `requireRole`: who acts. */
export function memberOf(request: FastifyRequest): Viewer & { role: Role } {
  const { member } = request;
  if (!member?.role) throw new AppError('UNAUTHENTICATED');
  return { ...member, role: member.role };
}
