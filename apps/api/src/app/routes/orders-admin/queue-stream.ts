import { endpoints } from '@flash/shared-types';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '../../errors.ts';
import { memberOf } from '../../plugins/session.ts';
import { type QueueContext, saleOf } from '../../services/queue/context.ts';
import type { Watches } from '../../services/queue/watch/watches.ts';
import { routeOf } from '../endpoint-route.ts';

/** Sessions also end by themselves, and a word about it can get lost. */
const CHECK_MS = 60_000;

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
    unwatch = whileAllowed(request, userId, () => events.end());
    stop = watches.open(sale, (frame) => void events.write(frame));
    if (events.isOpen) return;
    stop();
    unwatch();
  }

  /** Who signed out or left the team sees no more, however long the stream has been open. */
  function whileAllowed(request: FastifyRequest, userId: string, end: () => void): () => void {
    const check = () =>
      mayLook(request).catch((error: unknown) => {
        if (error instanceof AppError && error.status < 500) end();
      });
    const stopListening = identity.onForget(userId, () => void check());
    const timer = setInterval(check, CHECK_MS).unref();
    return () => {
      stopListening();
      clearInterval(timer);
    };
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
