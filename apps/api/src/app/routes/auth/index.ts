import type { FastifyInstance } from 'fastify';
import { accountRoutes } from './account.ts';
import { sessionRoutes } from './session.ts';
import { ownSessionRoutes } from './sessions.ts';
import { signInRoute } from './sign-in.ts';
import { signUpRoute } from './sign-up.ts';
import { twoFactorRoutes } from './two-factor.ts';

export function authRoutes(app: FastifyInstance): void {
  signUpRoute(app);
  signInRoute(app);
  sessionRoutes(app);
  accountRoutes(app);
  ownSessionRoutes(app);
  twoFactorRoutes(app);
}
