import { endpoints } from '@flash/shared-types';
import type { FastifyInstance } from 'fastify';
import { AppError } from '../../errors.ts';
import { accountOf } from '../../plugins/session.ts';
import { refuseUnfit } from '../../services/accounts/passwords.ts';
import { createOwnSessions } from '../../services/accounts/sessions.ts';
import { routeOf } from '../endpoint-route.ts';
import { askForOneself } from './bridge.ts';

interface Change {
  currentPassword: string;
  newPassword: string;
}

export function accountRoutes(app: FastifyInstance): void {
  const { freshness, accountLog, guard, ownPassword } = app.deps;

  app.route<{ Body: Change }>({
    ...routeOf(app, endpoints.changePassword),
    onRequest: app.requireAccount,
    handler: async (request, reply) => {
      const { userId, role } = accountOf(request);
      if (role !== null) refuseUnfit(request.body.newPassword, 'newPassword');
      // Whoever changes a password may do so because somebody else knew it.
      const change = { ...request.body, revokeOtherSessions: true };
      const { body } = await askForOneself(request, reply, '/change-password', change);
      await accountLog.changed(userId, { ip: request.ip, requestId: request.id }, 'password');
      return body;
    },
  });

  app.route<{ Body: { password: string } }>({
    ...routeOf(app, endpoints.confirmPassword),
    onRequest: app.requireAccount,
    handler: async (request, reply) => {
      const viewer = accountOf(request);
      await app.limits.signIn(request, viewer.email);
      await guard.settle(await guard.beginInSession(viewer.email), () =>
        ownPassword.verify(viewer.userId, request.body.password),
      );
      const freshForMs = await freshness.confirm(viewer);
      reply.header('cache-control', 'private, no-store');
      return { ok: true as const, freshForMs };
    },
  });
}

/** Where somebody is signed in, and how to end that from afar. */
export function ownSessionRoutes(app: FastifyInstance): void {
  const { auth, identity } = app.deps;
  const sessions = createOwnSessions(auth);

  app.route({
    ...routeOf(app, endpoints.listSessions),
    onRequest: app.requireAccount,
    handler: async (request, reply) => {
      reply.header('cache-control', 'private, no-store');
      return { items: await sessions.list(accountOf(request)) };
    },
  });

  app.route<{ Params: { id: string } }>({
    ...routeOf(app, endpoints.endSession),
    onRequest: app.requireAccount,
    handler: async (request, reply) => {
      const viewer = accountOf(request);
      const ended = await sessions.end(viewer, request.params.id);
      if (!ended) throw new AppError('SESSION_NOT_FOUND');
      await identity.forget(viewer.userId);
      reply.header('cache-control', 'private, no-store');
      return { ok: true };
    },
  });

  app.route({
    ...routeOf(app, endpoints.endOtherSessions),
    onRequest: app.requireAccount,
    handler: async (request, reply) => {
      const viewer = accountOf(request);
      await app.limits.signIn(request, viewer.email);
      await sessions.endOthers(viewer.userId, { id: viewer.sessionId });
      await identity.forget(viewer.userId);
      reply.header('cache-control', 'private, no-store');
      return { ok: true };
    },
  });
}
