import { endpoints } from '@flash/shared-types';
import type { FastifyInstance } from 'fastify';
import { routeOf } from '../endpoint-route.ts';
import { bridge } from './bridge.ts';

interface SignIn {
  email: string;
  password: string;
  rememberMe?: boolean;
}

export function signInRoute(app: FastifyInstance): void {
  const { db } = app.deps;

  app.route<{ Body: SignIn }>({
    ...routeOf(app, endpoints.signIn),
    handler: async (request, reply) => {
      const { email, password, rememberMe } = request.body;
      await app.limits.signIn(request, email);
      const asked = { email, password, ...(rememberMe !== undefined && { rememberMe }) };
      const { body } = await bridge(request, reply, '/sign-in/email', asked);
      const user = body?.user as { id: string } | undefined;
      // With two-factor on there is neither user nor token yet.
      if (!user) return body;
      const member = await db.members.get(user.id);
      return { ...body, user: { ...user, role: member?.role ?? null } };
    },
  });
}
