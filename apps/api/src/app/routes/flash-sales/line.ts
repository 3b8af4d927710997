import { endpoints } from '@flash/shared-types';
import type { FastifyInstance } from 'fastify';
import { AppError } from '../../errors.ts';
import { routeOf } from '../endpoint-route.ts';
import { sendReady } from './send-ready.ts';

export function lineRoute(app: FastifyInstance): void {
  const { lineBoard } = app.deps;

  app.route<{ Params: { id: string } }>({
    ...routeOf(app, endpoints.line),
    handler: async (request, reply) => {
      const { id } = request.params;
      const board = lineBoard.ready(id) ?? (await lineBoard.load(id));
      if (!board) throw new AppError('SALE_NOT_FOUND');
      return sendReady(request, reply, board.line);
    },
  });
}
