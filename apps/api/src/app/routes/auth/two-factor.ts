import { endpoints } from '@flash/shared-types';
import type { FastifyInstance } from 'fastify';
import { AppError } from '../../errors.ts';
import { tokenIn } from '../../services/auth/credentials.ts';
import { routeOf } from '../endpoint-route.ts';
import { askForOneself } from './ask-for-oneself.ts';
import { secondStepRoutes } from './second-step.ts';

/** A second factor from an authenticator app, with recovery codes for the day it is lost. */
export function twoFactorRoutes(app: FastifyInstance): void {
  for (const [endpoint, path] of [
    [endpoints.beginTwoFactor, '/two-factor/enable'],
    [endpoints.renewBackupCodes, '/two-factor/generate-backup-codes'],
  ] as const) {
    app.route({
      ...routeOf(app, endpoint),
      onRequest: app.requireAccount,
      handler: async (request, reply) =>
        (await askForOneself(request, reply, path, request.body)).body,
    });
  }

  secondStepRoutes(app);

  app.route({
    ...routeOf(app, endpoints.endTwoFactor),
    onRequest: app.requireAccount,
    handler: async (request, reply) => {
      if (request.member?.role === 'owner') {
        throw new AppError('FORBIDDEN', { detail: 'Owners keep their second factor.' });
      }
      const path = '/two-factor/disable';
      const { cookies } = await askForOneself(request, reply, path, request.body);
      return { ok: true, token: tokenIn(cookies) };
    },
  });
}
