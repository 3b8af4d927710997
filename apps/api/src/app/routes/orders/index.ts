import type { FastifyInstance } from 'fastify';
import { buyRoute } from './buy.ts';
import { confirmRoute, extendRoute, leaveRoute } from './confirm.ts';
import { positionRoute, streamRoute } from './position.ts';
import { byEmailRoute, receiptRoute } from './receipts.ts';

/** What buyers do. */
export function ordersRoutes(app: FastifyInstance): void {
  buyRoute(app);
  positionRoute(app);
  streamRoute(app);
  confirmRoute(app);
  leaveRoute(app);
  extendRoute(app);
  byEmailRoute(app);
  receiptRoute(app);
}
