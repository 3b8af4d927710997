import { endpoints } from '@flash/shared-types';
import type { FastifyInstance } from 'fastify';
import { actorOf } from '../actor.ts';
import { route } from '../endpoint-route.ts';

export async function removeRoute(app: FastifyInstance): Promise<void> {
  const { sales } = app.deps;

  route(app, endpoints.deleteSale, async ({ params, request }) => {
    await sales.remove(actorOf(request), params.id);
    return { deleted: true as const, id: params.id };
  });
}
