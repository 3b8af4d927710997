import { createHash } from 'node:crypto';
import { type Endpoint, idempotencyHeader, isRole } from '@flash/shared-types';
import type { FastifyInstance, FastifyReply, FastifyRequest, RouteOptions } from 'fastify';
import type { z } from 'zod';
import { memberOf } from '../plugins/session.ts';

interface Call<Params, Query, Body> {
  params: Params;
  query: Query;
  body: Body;
  request: FastifyRequest;
  reply: FastifyReply;
  /** Names this call for whoever may have to go on with it: the same Idempotency-Key and body. */
  repeated: string | null;
}

type Handler<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, A extends z.ZodType> = (
  call: Call<z.output<P>, z.output<Q>, z.output<B>>,
) => Promise<z.output<A>>;

/**
 * Registers one endpoint of the table. Its role is checked before the body is even read; what is
 * not public is personal and stays out of caches. Team endpoints marked idempotent remember their
 * answer here, so they must not answer with anybody's e-mail.
 */
export function route<
  P extends z.ZodType,
  Q extends z.ZodType,
  B extends z.ZodType,
  A extends z.ZodType,
>(app: FastifyInstance, endpoint: Endpoint<P, Q, B, A>, handler: Handler<P, Q, B, A>): void {
  const { role, status } = endpoint;
  const remembers = endpoint.idempotent && isRole(role);
  app.route({
    ...routeOf(app, endpoint),
    handler: async (request, reply) => {
      reply.code(status);
      if (role !== 'public') reply.header('cache-control', 'private, no-store');
      const call = callOf<P, Q, B>(request, reply);
      if (!remembers) return handler({ ...call, repeated: null });
      const once = onceOf(request, endpoint);
      const { memo } = await app.once(once, () => handler({ ...call, repeated: nameOf(once) }));
      return memo;
    },
  });
}

/** Method, path, schemas and role of an endpoint, for routes that answer in their own way. */
export function routeOf(app: FastifyInstance, endpoint: Endpoint): Omit<RouteOptions, 'handler'> {
  const { method, path, params, query, body, answer, status, media, role, fresh } = endpoint;
  const isJson = media === 'application/json';
  return {
    method,
    url: path,
    // Asked by HEAD, a stream would stay open and say nothing.
    exposeHeadRoute: media !== 'text/event-stream',
    schema: {
      ...(params && { params }),
      ...(query && { querystring: query }),
      ...(body && { body }),
      ...(isJson && { response: { [status]: answer } }),
    },
    ...(isRole(role) && {
      onRequest: [app.requireRole(role), ...(fresh ? [app.requireFresh] : [])],
      config: { shed: 'last' as const },
    }),
  };
}

function callOf<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType>(
  request: FastifyRequest,
  reply: FastifyReply,
): Omit<Call<z.output<P>, z.output<Q>, z.output<B>>, 'repeated'> {
  // Fastify validated each part with the endpoint's own schema.
  const { params, query, body } = request as unknown as Call<z.output<P>, z.output<Q>, z.output<B>>;
  return { params, query, body, request, reply };
}

export function onceOf(request: FastifyRequest, { method, path }: Endpoint) {
  return {
    route: `${method} ${path}`,
    buyer: memberOf(request).userId,
    key: request.headers[idempotencyHeader],
    body: [request.params, request.body],
  };
}

/** A digest, since it is stored: neither key nor body can be read back. */
function nameOf({ key, ...rest }: ReturnType<typeof onceOf>): string | null {
  if (typeof key !== 'string') return null;
  return createHash('sha256')
    .update(JSON.stringify([key, rest]))
    .digest('base64url');
}
