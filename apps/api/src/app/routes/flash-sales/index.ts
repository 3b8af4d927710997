import type { FastifyInstance } from 'fastify';
import { controlRoutes } from './control.ts';
import { createRoute } from './create.ts';
import { getRoute } from './get.ts';
import { listRoute } from './list.ts';
import { publicSaleRoutes } from './public.ts';
import { removeRoute } from './remove.ts';
import { updateRoute } from './update.ts';

export async function flashSaleRoutes(app: FastifyInstance): Promise<void> {
  await app.register(publicSaleRoutes);
  await app.register(listRoute);
  await app.register(getRoute);
  await app.register(createRoute);
  await app.register(updateRoute);
  await app.register(removeRoute);
  await app.register(controlRoutes);
}
