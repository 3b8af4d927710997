import type { FastifyInstance } from 'fastify';
import { lineRoute } from './line.ts';
import { pictureRoute } from './picture.ts';
import { publicListRoute } from './public-list.ts';
import { publicSaleRoute } from './public-sale.ts';

/** What anybody may read of sales. */
export function publicSaleRoutes(app: FastifyInstance): void {
  publicSaleRoute(app);
  publicListRoute(app);
  lineRoute(app);
  pictureRoute(app);
}
