import { endpoints } from '@flash/shared-types';
import type { FastifyInstance } from 'fastify';
import { isWrongPassword, settled } from '../../services/auth/guard.ts';
import { routeOf } from '../endpoint-route.ts';
import { bridge } from './bridge.ts';

interface SignIn {
  email: string;
  password: string;
  rememberMe?: boolean;
}

export function signInRoute(app: FastifyInstance): void {
  const { db, guard, accountLog } = app.deps;

  app.route<{ Body: SignIn }>({
    ...routeOf(app, endpoints.signIn),
    handler: async (request, reply) => {
      const { email, password, rememberMe } = request.body;
      await app.limits.signIn(request, email);
      const { ip, headers } = request;
      const from = { ip, requestId: request.id };
      const guess = await guard.begin(email, { ip, cookie: headers.cookie });
      const asked = { email, password, ...(rememberMe !== undefined && { rememberMe }) };
      const { body } = await settled(guess, () =>
        bridge(request, reply, '/sign-in/email', asked),
      ).catch((error: unknown) => {
        if (isWrongPassword(error)) accountLog.wrongPassword(email, from, guess);
        throw error;
      });
      reply.header('set-cookie', guard.knownFrom(email, headers.cookie));
      const user = body?.user as { id: string } | undefined;
      // With two-factor on there is neither user nor token yet.
      if (!user) return body;
      await accountLog.signedIn(user.id, from, null);
      const member = await db.members.get(user.id);
      return { ...body, user: { ...user, role: member?.role ?? null } };
    },
  });
}
