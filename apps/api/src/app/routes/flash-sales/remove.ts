import { endpoints } from '@flash/shared-types';
import type { FastifyInstance } from 'fastify';
import { actorOf } from '../actor.ts';
import { route } from '../endpoint-route.ts';

export function removeRoute(app: FastifyInstance): void {
  const { sales } = app.deps;

  route(app, endpoints.deleteSale, async ({ params, request }) => {
    await sales.remove(actorOf(request), params.id);
    return { deleted: true as const, id: params.id };
  });
}
