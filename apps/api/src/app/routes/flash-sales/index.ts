import type { FastifyInstance } from 'fastify';
import { controlRoutes } from './control.ts';
import { createRoute } from './create.ts';
import { getRoute } from './get.ts';
import { listRoute } from './list.ts';
import { putPictureRoutes } from './put-picture.ts';
import { removeRoute } from './remove.ts';
import { updateRoute } from './update.ts';

export function flashSaleRoutes(app: FastifyInstance): void {
  listRoute(app);
  getRoute(app);
  createRoute(app);
  updateRoute(app);
  removeRoute(app);
  putPictureRoutes(app);
  controlRoutes(app);
}
