import { endpoints } from '@flash/shared-types';
import type { FastifyInstance } from 'fastify';
import { adminSaleOf } from '../../services/sale-view.ts';
import { actorOf } from '../actor.ts';
import { route } from '../endpoint-route.ts';
import { etagOf } from './etag.ts';

export function createRoute(app: FastifyInstance): void {
  const { sales, clock } = app.deps;

  route(app, endpoints.createSale, async ({ body, request, reply, repeated }) => {
    const sale = await sales.create(actorOf(request), body, repeated);
    reply.header('etag', etagOf(sale.version)).header('location', `/flash-sales/${sale.id}`);
    return adminSaleOf(sale, clock.now());
  });
}
