import { endpoints } from '@flash/shared-types';
import type { FastifyInstance } from 'fastify';
import { AppError } from '../../errors.ts';
import { refuseUnfit } from '../../services/accounts/passwords.ts';
import { createOwnSessions } from '../../services/accounts/sessions.ts';
import { accountRoute } from '../route.ts';
import { askForOneself } from './bridge.ts';

/** What people do with their own account. */
export function accountRoutes(app: FastifyInstance): void {
  const { freshness, accountLog, guard, ownPassword } = app.deps;

  accountRoute(app, endpoints.changePassword, async ({ body: sent, viewer, request, reply }) => {
    const { userId, role } = viewer;
    if (role !== null) {
      refuseUnfit(sent.newPassword, 'newPassword');
    }
    // A password may be changed because it became known to another person.
    const change = { ...sent, revokeOtherSessions: true };
    const from = { ip: request.ip, requestId: request.id };
    const { body } = await accountLog.change({ userId, from, what: 'password' }, () =>
      askForOneself(request, reply, '/change-password', change),
    );
    return body;
  });

  accountRoute(app, endpoints.confirmPassword, async ({ body, viewer, request, reply }) => {
    await app.limits.signIn(request, viewer.email);
    await guard.settle(await guard.beginInSession(viewer.email), () =>
      ownPassword.verify(viewer.userId, body.password),
    );
    const freshForMs = await freshness.confirm(viewer);
    reply.header('cache-control', 'private, no-store');
    return { ok: true as const, freshForMs };
  });

  ownSessionRoutes(app);
}

/** Where this account is signed in, and how to end its other sessions. */
function ownSessionRoutes(app: FastifyInstance): void {
  const { auth, identity } = app.deps;
  const sessions = createOwnSessions(auth);

  accountRoute(app, endpoints.listSessions, async ({ viewer, reply }) => {
    reply.header('cache-control', 'private, no-store');
    return { items: await sessions.list(viewer) };
  });

  accountRoute(app, endpoints.endSession, async ({ params, viewer, reply }) => {
    const ended = await sessions.end(viewer, params.id);
    if (!ended) {
      throw new AppError('SESSION_NOT_FOUND');
    }
    await identity.forget(viewer.userId);
    reply.header('cache-control', 'private, no-store');
    return { ok: true };
  });

  accountRoute(app, endpoints.endOtherSessions, async ({ viewer, request, reply }) => {
    await app.limits.signIn(request, viewer.email);
    await sessions.endOthers(viewer.userId, { id: viewer.sessionId });
    await identity.forget(viewer.userId);
    reply.header('cache-control', 'private, no-store');
    return { ok: true };
  });
}
