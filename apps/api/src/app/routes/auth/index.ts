import type { FastifyInstance } from 'fastify';
import { accountRoutes, ownSessionRoutes } from './account.ts';
import { sessionRoutes, signInRoute, signUpRoute } from './session.ts';
import { twoFactorRoutes } from './two-factor.ts';

export function authRoutes(app: FastifyInstance): void {
  signUpRoute(app);
  signInRoute(app);
  sessionRoutes(app);
  accountRoutes(app);
  ownSessionRoutes(app);
  twoFactorRoutes(app);
}
