import { endpoints } from '@flash/shared-types';
import type { FastifyInstance } from 'fastify';
import { routeOf } from '../endpoint-route.ts';
import { sendReady } from './send-ready.ts';

export function publicSaleRoute(app: FastifyInstance): void {
  const { lineBoard } = app.deps;

  app.route<{ Querystring: { flashSaleId?: string } }>({
    ...routeOf(app, endpoints.publicSale),
    handler: async (request, reply) => {
      const id = request.query.flashSaleId ?? null;
      const board = lineBoard.ready(id) ?? (await lineBoard.load(id));
      return sendReady(request, reply, board?.publicSale ?? lineBoard.unknown());
    },
  });
}
