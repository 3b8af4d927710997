import { endpoints } from '@flash/shared-types';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { makesOwner } from '../../services/auth/open-sign-up.ts';
import { refuseUnfit } from '../../services/auth/password-rule.ts';
import type { Person } from '../../services/team.ts';
import { routeOf } from '../endpoint-route.ts';
import { bridge } from './bridge.ts';

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
