import type { ApiKey } from '@flash/database';
import {
  type Endpoint,
  isRole,
  type Role,
  roleAtLeast,
  saleFieldOf,
  scopeOf,
} from '@flash/shared-types';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import fastifyPlugin from 'fastify-plugin';
import { AppError } from '../errors.ts';
import { keyTextIn, keyUserId } from '../services/accounts/api-keys.ts';
import type { Viewer } from '../services/accounts/identity.ts';
import type { Actor } from '../services/shared/audit.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** The account that is signed in, by cookie or bearer; read at most once a request, and only when needed. */
    viewer(): Promise<Viewer | null>;
    /** Set behind `requireRole` and `requireAccount`. */
    member: Viewer | null;
    /** Set behind `requireAccess`, where an API key calls. */
    program: TeamCaller | null;
  }
  interface FastifyInstance {
    /** Pre-handler: 401 without a session, 403 below the role or without the second factor it needs. */
    requireRole(role: Role): (request: FastifyRequest) => Promise<void>;
    /**
     * Pre-handler of an endpoint for the team: what its role asks of a member, a fresh password where it
     * needs one, or an API key with its scope.
     */
    requireAccess(endpoint: Endpoint): (request: FastifyRequest) => Promise<void>;
    /** Pre-handler: 401 without a session. */
    requireAccount(request: FastifyRequest): Promise<void>;
    /** Pre-handler behind one of those: 403 unless the password was entered in the last minutes. */
    requireFresh(request: FastifyRequest): Promise<void>;
    /** Whether a role needs a second factor, which it does in production only. */
    needsFactor(role: Role | null): boolean;
  }
}

/** Who calls a route of the team: a member, or the API key of a program. */
export interface TeamCaller {
  userId: string;
  email: string | null;
  role: Role;
  /** Of a key. */
  name?: string;
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
    app.decorateRequest('program', null);
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
    app.decorate('requireAccess', (endpoint) => async (request) => {
      const { role, fresh } = endpoint;
      const text = keyTextIn(request.headers);
      if (!isRole(role)) {
        throw new Error(`${endpoint.path} is not for the team`);
      }
      if (text === null) {
        await app.requireRole(role)(request);
        return fresh ? app.requireFresh(request) : undefined;
      }
      if (!isOfTeam(request)) {
        throw new AppError('ORIGIN_REFUSED');
      }
      const key = await admitKey(app, request, text);
      await refuseOutside(app, request, endpoint, key);
      // It does what the route is for and no more, whatever else its maker may do.
      request.program = { userId: keyUserId(key), email: null, role, name: key.name };
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

const NO_KEY = 'This API key is unknown, has expired or was revoked.';

async function admitKey(
  { deps, limits }: FastifyInstance,
  request: FastifyRequest,
  text: string,
): Promise<ApiKey> {
  const key = await deps.keyRing.find(text).catch((cause: unknown) => {
    throw new AppError('UNAVAILABLE', { cause });
  });
  if (!key) {
    await limits.wrongKey(request);
    throw new AppError('UNAUTHENTICATED', { detail: NO_KEY });
  }
  await limits.keyCall(key.id);
  return key;
}

/** A key of one sale is told nothing of others, not even whether they exist. */
async function refuseOutside(
  { deps }: FastifyInstance,
  request: FastifyRequest,
  endpoint: Endpoint,
  { scopes, saleId }: ApiKey,
): Promise<void> {
  const scope = scopeOf(endpoint);
  if (scope === null || !scopes.includes(scope)) {
    const needed = scope && `This API key does not have the scope ${scope}.`;
    throw new AppError('KEY_SCOPE', needed === null ? {} : { detail: needed });
  }
  if (saleId !== null && (await saleNamedIn(deps, request, endpoint)) !== saleId) {
    throw new AppError('KEY_SCOPE', { detail: 'This API key is for another sale.' });
  }
}

/** The sale that a request is about, as the route itself will read it; null where it names none. */
async function saleNamedIn(
  { db }: FastifyInstance['deps'],
  request: FastifyRequest,
  endpoint: Endpoint,
): Promise<string | null> {
  const field = saleFieldOf(endpoint);
  const named = field && (request[field.part] as Record<string, unknown>)[field.name];
  if (typeof named !== 'string') {
    return null;
  }
  return field?.names === 'order' ? ((await db.orders.byId(named))?.saleId ?? null) : named;
}

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

/** Behind `requireAccess` or `requireRole`: who of the team calls. */
export function memberOf({ member, program }: FastifyRequest): TeamCaller {
  if (program) {
    return program;
  }
  if (!member?.role) {
    throw new AppError('UNAUTHENTICATED');
  }
  const { userId, email, role } = member;
  return { userId, email, role };
}

/** The same for the audit log. */
export function actorOf(request: FastifyRequest): Actor {
  return { ...memberOf(request), ip: request.ip, requestId: request.id };
}
