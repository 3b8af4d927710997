import { endpoints } from '@flash/shared-types';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { AppError } from '../../errors.ts';
import { makesOwner } from '../../services/accounts/credentials.ts';
import { isWrongPassword } from '../../services/accounts/guard.ts';
import { refuseUnfit } from '../../services/accounts/passwords.ts';
import type { Person } from '../../services/team/members.ts';
import { routeOf } from '../endpoint-route.ts';
import { dropAccountTickets } from '../orders/identify.ts';
import { bridge, orWithdraw } from './bridge.ts';

interface SignUp {
  name: string;
  email: string;
  password: string;
  teamToken?: string;
}

/** Only these three fields go on: nothing else a caller sends can become part of an account. */
export function signUpRoute(app: FastifyInstance): void {
  const { env, team, log, guard } = app.deps;
  const adminOrigin = new URL(env.adminUrl).origin;
  const isOpen = env.adminSignup === 'open' && !env.isProduction;

  app.route<{ Body: SignUp }>({
    ...routeOf(app, endpoints.signUp),
    config: { shed: 'first' },
    handler: async (request, reply) => {
      await app.limits.signUp(request);
      const { name, email, password, teamToken } = request.body;
      // Before there is an account: later it could only be told to choose another one.
      if (teamToken !== undefined) refuseUnfit(password, 'password');
      const { body } = await bridge(request, reply, '/sign-up/email', { name, email, password });
      const user = body?.user as { id: string };
      await guard.rememberAddress(email, request.ip, 'buyers');
      if (!isOpen || !makesOwner(request.headers, adminOrigin)) return body;
      const person: Person = { userId: user.id, email, name };
      await team.makeOwner(selfOf(request, person), person);
      log.warn({ userId: user.id }, 'open sign-up made an owner');
      return { ...body, user: { ...user, role: 'owner' } };
    },
  });
}

function selfOf(request: FastifyRequest, { userId, email }: Person) {
  return { userId, email, role: null, ip: request.ip, requestId: request.id };
}

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
