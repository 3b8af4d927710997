import type { FastifyInstance } from 'fastify';
import { exportRoute } from './export.ts';
import { historyRoutes } from './history.ts';
import { orderListRoutes } from './list.ts';
import { queueRoutes } from './queue.ts';
import { refundRoute } from './refund.ts';

export function ordersAdminRoutes(app: FastifyInstance): void {
  orderListRoutes(app);
  exportRoute(app);
  refundRoute(app);
  historyRoutes(app);
  queueRoutes(app);
}
