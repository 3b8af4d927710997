import { endpoints } from '@flash/shared-types';
import type { FastifyInstance } from 'fastify';
import { routeOf } from '../endpoint-route.ts';
import { askForOneself } from './ask-for-oneself.ts';

export function accountRoutes(app: FastifyInstance): void {
  app.route({
    ...routeOf(app, endpoints.changePassword),
    onRequest: app.requireAccount,
    handler: async (request, reply) => {
      // Whoever changes a password may do so because somebody else knew it.
      const change = { ...(request.body as object), revokeOtherSessions: true };
      const { body } = await askForOneself(request, reply, '/change-password', change);
      return body;
    },
  });
}
