import { endpoints } from '@flash/shared-types';
import type { FastifyInstance } from 'fastify';
import { AppError } from '../../errors.ts';
import { tokenIn } from '../../services/auth/credentials.ts';
import { routeOf } from '../endpoint-route.ts';
import { askForOneself } from './ask-for-oneself.ts';

/** A second factor from an authenticator app, with recovery codes for the day it is lost. */
export function twoFactorRoutes(app: FastifyInstance): void {
  const { db } = app.deps;

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

  // Also for those who are only half signed in: a cookie of the first step stands for them.
  for (const [endpoint, path] of [
    [endpoints.verifyTotp, '/two-factor/verify-totp'],
    [endpoints.verifyBackupCode, '/two-factor/verify-backup-code'],
  ] as const) {
    app.route({
      ...routeOf(app, endpoint),
      handler: async (request, reply) => {
        const { body, cookies } = await askForOneself(request, reply, path, request.body);
        const user = body?.user as { id: string };
        const member = await db.members.get(user.id);
        // Switching it on gives the session another token, of which the library tells only the cookie.
        const token = tokenIn(cookies) ?? body?.token;
        const isOn = { role: member?.role ?? null, twoFactorEnabled: true };
        return { token, user: { ...user, ...isOn } };
      },
    });
  }

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
