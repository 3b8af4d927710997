import type { FastifyInstance } from 'fastify';
import { putPictureRoutes } from './picture.ts';
import {
  controlRoutes,
  createRoute,
  getRoute,
  listRoute,
  removeRoute,
  updateRoute,
} from './sales.ts';

export function flashSaleRoutes(app: FastifyInstance): void {
  listRoute(app);
  getRoute(app);
  createRoute(app);
  updateRoute(app);
  removeRoute(app);
  putPictureRoutes(app);
  controlRoutes(app);
}
