import { endpoints } from '@flash/shared-types';
import type { FastifyInstance } from 'fastify';
import { AppError } from '../../errors.ts';
import { routeOf } from '../endpoint-route.ts';
import { whileAllowed } from '../while-allowed.ts';
import { proofOf } from './proof-of.ts';
import { saleOf } from './sale-of.ts';

const RETRY_MS = { least: 1_000, spread: 2_000 };

/** Server-sent events for whoever holds or is near the head; 204 when polling is enough. */
export function streamRoute(app: FastifyInstance): void {
  const { deps } = app;
  const { saleBook, liveHub, identity } = deps;

  app.route<{ Querystring: { flashSaleId: string } }>({
    ...routeOf(app, endpoints.stream),
    config: { shed: 'first' },
    // There is nothing to say about a stream without opening it.
    exposeHeadRoute: false,
    handler: async (request, reply) => {
      const sale = await saleOf(saleBook, request.query.flashSaleId);
      const who = await proofOf(request, deps, sale, undefined);
      reply.header('cache-control', 'private, no-store');
      if (!who && sale.identity === 'account') throw new AppError('UNAUTHENTICATED');
      if (!who) return reply.code(204).send();
      const key = `${sale.id}:${who.buyer}`;
      await app.limits.poll(request, key);
      const release = app.limits.openStream(request, key);
      const { raw } = reply;
      let isAllowed = true;
      // From before the first look: whoever signs out meanwhile must not get a stream.
      const stopChecking =
        sale.identity === 'account'
          ? whileAllowed({
              identity,
              userId: who.buyer,
              check: () => app.requireAccount(request),
              end: () => {
                isAllowed = false;
                if (raw.headersSent) raw.end();
              },
            })
          : () => {};
      const close = await liveHub.open(sale, who, () => {
        reply.hijack();
        raw.writeHead(200, { ...reply.getHeaders(), ...streamHeaders } as Record<string, string>);
        raw.write(`retry: ${Math.round(RETRY_MS.least + Math.random() * RETRY_MS.spread)}\n\n`);
        return raw;
      });
      if (!close) {
        stopChecking();
        release();
        return reply.code(204).send();
      }
      const gone = () => {
        stopChecking();
        release();
        close();
      };
      if (raw.destroyed) gone();
      else raw.once('close', gone);
      if (!isAllowed) raw.end();
      return reply;
    },
  });
}

/** Proxies must pass each frame on as it comes. */
const streamHeaders = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'private, no-store, no-transform',
  'x-accel-buffering': 'no',
};
