import { endpoints } from '@flash/shared-types';
import type { FastifyInstance } from 'fastify';
import { adminSaleOf } from '../../services/sale-view.ts';
import { actorOf } from '../actor.ts';
import { route } from '../endpoint-route.ts';
import { etagOf, versionsOf } from './etag.ts';

export function updateRoute(app: FastifyInstance): void {
  const { sales, clock } = app.deps;

  route(app, endpoints.updateSale, async ({ params, body, request, reply }) => {
    const seen = versionsOf(request.headers['if-match']);
    const sale = await sales.edit(actorOf(request), params.id, body, seen);
    reply.header('etag', etagOf(sale.version));
    return { ...adminSaleOf(sale, clock.now()), updated: true as const };
  });
}
