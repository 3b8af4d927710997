import { type Role, roleAtLeast } from '@flash/shared-types';
import type { FastifyRequest } from 'fastify';
import fastifyPlugin from 'fastify-plugin';
import { AppError } from '../errors.ts';
import type { Viewer } from '../services/accounts/identity.ts';
import type { Actor } from '../services/shared/audit.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** The account that is signed in, by cookie or bearer; read at most once a request, and only when needed. */
    viewer(): Promise<Viewer | null>;
    /** Set behind `requireRole` and `requireAccount`. */
    member: Viewer | null;
  }
  interface FastifyInstance {
    /** Pre-handler: 401 without a session, 403 below the role or without the second factor it needs. */
    requireRole(role: Role): (request: FastifyRequest) => Promise<void>;
    /** Pre-handler: 401 without a session. */
    requireAccount(request: FastifyRequest): Promise<void>;
    /** Pre-handler behind one of those: 403 unless the password was entered in the last minutes. */
    requireFresh(request: FastifyRequest): Promise<void>;
    /** Whether a role needs a second factor, which it does in production only. */
    needsFactor(role: Role | null): boolean;
  }
}

export const sessionPlugin = fastifyPlugin(
  async (app) => {
    const { identity, freshness, env } = app.deps;
    const [admin, api] = [env.adminUrl, env.betterAuthUrl].map((url) => new URL(url));
    /** Pages of the buyers' site, or of other clients, may not call the team's routes. */
    const isOfTeam = ({ headers: { origin, host } }: FastifyRequest) =>
      origin === undefined ||
      origin === admin?.origin ||
      origin === api?.origin ||
      origin === `${api?.protocol}//${host}`;
    app.decorateRequest('member', null);
    app.decorateRequest('viewer', function viewer(this: FastifyRequest) {
      const { cookie, authorization } = this.headers;
      return identity.viewerOf({ cookie, authorization });
    });
    app.decorate('requireAccount', async (request) => {
      request.member = await viewerOf(request);
    });
    // From support up a role opens personal data: in production a password alone is not enough for that.
    app.decorate('needsFactor', (role) => env.isProduction && roleAtLeast(role, 'support'));
    app.decorate('requireRole', (role) => async (request) => {
      if (!isOfTeam(request)) {
        throw new AppError('ORIGIN_REFUSED');
      }
      const viewer = await viewerOf(request);
      if (!roleAtLeast(viewer.role, role)) {
        throw new AppError('FORBIDDEN');
      }
      if (app.needsFactor(viewer.role) && !viewer.twoFactorEnabled) {
        throw new AppError('TWO_FACTOR_REQUIRED');
      }
      request.member = viewer;
    });
    app.decorate('requireFresh', async ({ member }) => {
      if (!member) {
        throw new AppError('UNAUTHENTICATED');
      }
      if ((await freshness.leftMs(member)) === 0) {
        throw new AppError('FRESH_SIGN_IN_NEEDED');
      }
    });
  },
  { name: 'session', dependencies: ['deps'] },
);

/** 401 without a session. */
export async function viewerOf(request: FastifyRequest): Promise<Viewer> {
  const viewer = await request.viewer();
  if (!viewer) {
    throw new AppError('UNAUTHENTICATED');
  }
  return viewer;
}

/** Behind `requireAccount`: the account of the caller. */
export function accountOf({ member }: FastifyRequest): Viewer {
  if (!member) {
    throw new AppError('UNAUTHENTICATED');
  }
  return member;
}

/** Behind `requireRole`: the member of the team who calls. */
export function memberOf(request: FastifyRequest): Viewer & { role: Role } {
  const { member } = request;
  if (!member?.role) {
    throw new AppError('UNAUTHENTICATED');
  }
  return { ...member, role: member.role };
}

/** Behind `requireRole`: the same for the audit log. */
export function actorOf(request: FastifyRequest): Actor {
  const { userId, email, role } = memberOf(request);
  return { userId, email, role, ip: request.ip, requestId: request.id };
}
