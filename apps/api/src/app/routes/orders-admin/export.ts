import { Readable } from 'node:stream';
import { endpoints } from '@flash/shared-types';
import type { FastifyInstance } from 'fastify';
import type { z } from 'zod';
import { tableHeaders } from '../../services/history/csv.ts';
import { columnsOf, ordersCsv } from '../../services/history/orders-csv.ts';
import { orderFilterOf } from '../../services/order-filter.ts';
import { actorOf } from '../actor.ts';
import { routeOf } from '../endpoint-route.ts';

type Query = z.output<NonNullable<(typeof endpoints.exportOrders)['query']>>;

/** The filtered orders as a table, row by row: nothing is collected first. */
export function exportRoute(app: FastifyInstance): void {
  const { db, record } = app.deps;

  app.route<{ Querystring: Query }>({
    ...routeOf(app, endpoints.exportOrders),
    handler: async (request, reply) => {
      const { query } = request;
      const orders = db.orders.export(orderFilterOf(query));
      const rows = ordersCsv(orders, {
        columns: columnsOf(query.columns),
        timeZone: query.timeZone ?? 'UTC',
      });
      // Addresses leave the system here: that is worth a row.
      await record(actorOf(request), { action: 'orders.export', saleId: query.flashSaleId });
      return reply
        .type('text/csv; charset=utf-8')
        .headers(tableHeaders('orders'))
        .send(Readable.from(rows));
    },
  });
}
