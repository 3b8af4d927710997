import { endpoints } from '@flash/shared-types';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { memberOf } from '../../plugins/session.ts';
import { type QueueContext, saleOf } from '../../services/queue/context.ts';
import type { Watches } from '../../services/queue/watch/watches.ts';
import { routeOf } from '../endpoint-route.ts';
import { whileAllowed } from '../while-allowed.ts';

/** The live feed of one line, for the team's console. */
export function queueStreamRoutes(
  app: FastifyInstance,
  context: QueueContext,
  watches: Watches,
): void {
  const { identity } = app.deps;
  const mayLook = app.requireRole('viewer');

  async function stream(request: FastifyRequest, reply: FastifyReply, id?: string): Promise<void> {
    const sale = await saleOf(context, id);
    const { userId } = memberOf(request);
    const release = app.limits.openStream(request, userId);
    let stop = () => {};
    let unwatch = () => {};
    const events = app.eventStreams.open(request, reply, () => {
      stop();
      unwatch();
      release();
    });
    unwatch = whileAllowed({
      identity,
      userId,
      check: () => mayLook(request),
      end: () => events.end(),
    });
    stop = watches.open(sale, (frame) => void events.write(frame));
    if (events.isOpen) return;
    stop();
    unwatch();
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
