import { endpoints } from '@flash/shared-types';
import type { FastifyInstance } from 'fastify';
import { isWrongPassword } from '../../services/auth/guard.ts';
import { routeOf } from '../endpoint-route.ts';
import { bridge, orWithdraw } from './bridge.ts';

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
      const attempt = await guard.begin(email, { ip, cookie: headers.cookie });
      const asked = { email, password, ...(rememberMe !== undefined && { rememberMe }) };
      const { body } = await guard
        .settle(attempt, () => bridge(request, reply, '/sign-in/email', asked))
        .catch((error: unknown) => {
          if (isWrongPassword(error)) accountLog.wrongPassword(email, from, attempt);
          throw error;
        });
      reply.header('set-cookie', guard.knownFrom(email, headers.cookie));
      const user = body?.user as { id: string } | undefined;
      // With two-factor on there is neither user nor token yet.
      if (!user) return body;
      const session = { userId: user.id, token: String(body?.token) };
      const member = await orWithdraw(request, reply, session, async () => {
        await accountLog.signedIn(user.id, from, null);
        return db.members.get(user.id);
      });
      await guard.rememberAddress(email, ip, member ? 'team' : 'buyers');
      return { ...body, user: { ...user, role: member?.role ?? null } };
    },
  });
}
