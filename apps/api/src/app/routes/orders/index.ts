import type { FastifyInstance } from 'fastify';
import { buyRoute } from './buy.ts';
import { byEmailRoute } from './by-email.ts';
import { confirmRoute } from './confirm.ts';
import { extendRoute } from './extend.ts';
import { leaveRoute } from './leave.ts';
import { positionRoute } from './position.ts';
import { receiptRoute } from './receipt.ts';
import { streamRoute } from './stream.ts';

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
