import type { Endpoint } from '@flash/shared-types';
import type { FastifyInstance, FastifyReply, FastifyRequest, RouteOptions } from 'fastify';
import type { z } from 'zod';
import { routeOf } from '../endpoint-route.ts';

interface BuyerCall<Params, Query, Body> {
  params: Params;
  query: Query;
  body: Body;
  request: FastifyRequest;
  reply: FastifyReply;
}

/**
 * Registers a personal endpoint of the buyers. The answer is typed by its schema and not encoded by
 * it again: at these rates that would cost more than everything else the process does for a poll.
 */
export function buyerRoute<
  P extends z.ZodType,
  Q extends z.ZodType,
  B extends z.ZodType,
  A extends z.ZodType,
>(
  app: FastifyInstance,
  endpoint: Endpoint<P, Q, B, A>,
  config: RouteOptions['config'],
  handler: (call: BuyerCall<z.output<P>, z.output<Q>, z.output<B>>) => Promise<z.input<A>>,
): void {
  app.route({
    ...routeOf(app, endpoint),
    config,
    serializerCompiler: () => (value) => JSON.stringify(value),
    handler: async (request, reply) => {
      reply.header('cache-control', 'private, no-store');
      const { params, query, body } = request as unknown as BuyerCall<
        z.output<P>,
        z.output<Q>,
        z.output<B>
      >;
      return handler({ params, query, body, request, reply });
    },
  });
}
