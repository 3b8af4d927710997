import { endpoints } from '@flash/shared-types';
import type { FastifyInstance } from 'fastify';
import { accountOf } from '../../plugins/session.ts';
import { refuseUnfit } from '../../services/auth/password-rule.ts';
import { routeOf } from '../endpoint-route.ts';
import { askForOneself } from './ask-for-oneself.ts';

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
