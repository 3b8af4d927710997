import { endpoints } from '@flash/shared-types';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { memberOf } from '../../plugins/session.ts';
import { type QueueContext, saleOf } from '../../services/queue/context.ts';
import type { Watches } from '../../services/queue/watch/watches.ts';
import { routeOf } from '../endpoint-route.ts';

/** The live feed of one line, for the team's console. */
export function queueStreamRoutes(
  app: FastifyInstance,
  context: QueueContext,
  watches: Watches,
): void {
  async function stream(request: FastifyRequest, reply: FastifyReply, id?: string): Promise<void> {
    const sale = await saleOf(context, id);
    const release = app.limits.openStream(request, memberOf(request).userId);
    let stop = () => {};
    const events = app.eventStreams.open(request, reply, () => {
      stop();
      release();
    });
    stop = watches.open(sale, (frame) => void events.write(frame));
    if (!events.isOpen) stop();
  }

  app.route<{ Querystring: { flashSaleId?: string } }>({
    ...routeOf(app, endpoints.queueStream),
    handler: (request, reply) => stream(request, reply, request.query.flashSaleId),
  });
  app.route<{ Params: { flashSaleId: string } }>({
    ...routeOf(app, endpoints.queueStreamOf),
    handler: (request, reply) => stream(request, reply, request.params.flashSaleId),
  });
}
