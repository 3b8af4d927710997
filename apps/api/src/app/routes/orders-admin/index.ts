import type { FastifyInstance } from 'fastify';
import { exportRoute, historyRoutes, orderListRoutes, refundRoute } from './orders.ts';
import { queueRoutes } from './queue.ts';

export function ordersAdminRoutes(app: FastifyInstance): void {
  orderListRoutes(app);
  exportRoute(app);
  refundRoute(app);
  historyRoutes(app);
  queueRoutes(app);
}
