import { endpoints } from '@flash/shared-types';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { AppError } from '../../errors.ts';
import { accountOf } from '../../plugins/session.ts';
import { tokenIn } from '../../services/auth/credentials.ts';
import { routeOf } from '../endpoint-route.ts';
import { askForOneself } from './ask-for-oneself.ts';
import { secondStepRoutes } from './second-step.ts';

/** A second factor from an authenticator app, with recovery codes for the day it is lost. */
export function twoFactorRoutes(app: FastifyInstance): void {
  const { accountLog } = app.deps;
  const fromOf = ({ ip, id }: FastifyRequest) => ({ ip, requestId: id });

  app.route({
    ...routeOf(app, endpoints.beginTwoFactor),
    onRequest: app.requireAccount,
    handler: async (request, reply) =>
      (await askForOneself(request, reply, '/two-factor/enable', request.body)).body,
  });

  app.route({
    ...routeOf(app, endpoints.renewBackupCodes),
    onRequest: app.requireAccount,
    handler: async (request, reply) => {
      const path = '/two-factor/generate-backup-codes';
      const { body } = await askForOneself(request, reply, path, request.body);
      await accountLog.changed(accountOf(request).userId, fromOf(request), 'recovery_codes');
      return body;
    },
  });

  secondStepRoutes(app);

  app.route({
    ...routeOf(app, endpoints.endTwoFactor),
    onRequest: app.requireAccount,
    handler: async (request, reply) => {
      const { userId, role } = accountOf(request);
      if (role === 'owner' || app.needsFactor(role)) {
        throw new AppError('FORBIDDEN', { detail: 'Your role keeps its second factor.' });
      }
      const path = '/two-factor/disable';
      const { cookies } = await askForOneself(request, reply, path, request.body);
      await accountLog.changed(userId, fromOf(request), 'two_factor_off');
      return { ok: true, token: tokenIn(cookies) };
    },
  });
}
