import type { Sale } from '@flash/database';
import { endpoints } from '@flash/shared-types';
import type { FastifyInstance } from 'fastify';
import { adminSaleOf } from '../../services/sale-view.ts';
import { actorOf } from '../actor.ts';
import { route } from '../endpoint-route.ts';

/** Control of a sale while it runs; each one says why and is written to the audit log. */
export function controlRoutes(app: FastifyInstance): void {
  const { sales, clock } = app.deps;
  const answerOf = (sale: Sale) => ({
    ok: true as const,
    sale: adminSaleOf(sale, clock.now()),
  });

  const simple = [
    [endpoints.pauseSale, sales.pause],
    [endpoints.resumeSale, sales.resume],
    [endpoints.endSale, sales.end],
    [endpoints.archiveSale, sales.archive],
  ] as const;
  for (const [endpoint, act] of simple) {
    route(app, endpoint, async ({ params, body, request }) =>
      answerOf(await act(actorOf(request), params.id, body.reason)),
    );
  }

  route(app, endpoints.messageSale, async ({ params, body, request }) =>
    answerOf(await sales.message(actorOf(request), params.id, body)),
  );

  route(app, endpoints.adjustStock, async ({ params, body, request, repeated }) => {
    const { sale, change } = await sales.stock(actorOf(request), params.id, body, repeated);
    return { ...answerOf(sale), change };
  });

  route(app, endpoints.previewPlaces, ({ params, body }) => sales.previewPlaces(params.id, body));
  route(app, endpoints.endPlaces, ({ params, body, request }) =>
    sales.endPlaces(actorOf(request), params.id, body),
  );

  const onBuyers = [
    [endpoints.releaseHold, sales.release],
    [endpoints.removePlace, sales.removeBuyer],
  ] as const;
  for (const [endpoint, act] of onBuyers) {
    route(app, endpoint, async ({ params, body, request }) => {
      const { epoch, n } = await act(actorOf(request), params.id, body);
      return { ok: true as const, flashSaleId: params.id, buyer: body.buyer, epoch, n };
    });
  }
}
