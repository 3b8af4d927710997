import { endpoints } from '@flash/shared-types';
import type { FastifyInstance } from 'fastify';
import { AppError } from '../../errors.ts';
import { routeOf } from '../endpoint-route.ts';
import { dropAccountTickets } from '../orders/ticket-of.ts';
import { bridge } from './bridge.ts';

export function sessionRoutes(app: FastifyInstance): void {
  const { db, identity, freshness } = app.deps;

  app.route({
    ...routeOf(app, endpoints.signOut),
    handler: async (request, reply) => {
      const viewer = await request.viewer();
      await bridge(request, reply, '/sign-out', {});
      if (viewer) await identity.forget(viewer.userId);
      dropAccountTickets(request, reply, app.deps);
      return { ok: true };
    },
  });

  app.route({
    ...routeOf(app, endpoints.getSession),
    handler: async (request, reply) => {
      // Invented tokens end here, where they are looked up together.
      if (!(await request.viewer())) throw new AppError('UNAUTHENTICATED');
      const { body } = await bridge(request, reply, '/get-session');
      const user = body?.user as { id: string; twoFactorEnabled?: boolean } | undefined;
      if (!user) throw new AppError('UNAUTHENTICATED');
      const session = body?.session as { id: string; createdAt: string };
      const signedInAt = Date.parse(session.createdAt);
      const freshForMs = await freshness.leftMs({ sessionId: session.id, signedInAt });
      const member = await db.members.get(user.id);
      const { twoFactorEnabled } = user;
      return {
        ...body,
        session: { ...session, freshForMs },
        user: { ...user, role: member?.role ?? null, twoFactorEnabled: twoFactorEnabled === true },
      };
    },
  });
}
