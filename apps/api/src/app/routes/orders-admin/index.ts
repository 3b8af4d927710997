import type { FastifyInstance } from 'fastify';
import { orderListRoutes } from './list.ts';
import { queueRoutes } from './queue.ts';
import { refundRoute } from './refund.ts';

export function ordersAdminRoutes(app: FastifyInstance): void {
  orderListRoutes(app);
  refundRoute(app);
  queueRoutes(app);
}
