import { createHash } from 'node:crypto';
import { type Endpoint, idempotencyHeader, isRole } from '@flash/shared-types';
import type { FastifyInstance, FastifyReply, FastifyRequest, RouteOptions } from 'fastify';
import type { z } from 'zod';
import { accountOf, memberOf } from '../plugins/session.ts';
import type { Viewer } from '../services/accounts/identity.ts';

interface Parts<E extends Endpoint> {
  params: z.output<NonNullable<E['params']>>;
  query: z.output<NonNullable<E['query']>>;
  body: z.output<NonNullable<E['body']>>;
}

export interface Call<E extends Endpoint> extends Parts<E> {
  request: FastifyRequest;
  reply: FastifyReply;
}

interface TeamCall<E extends Endpoint> extends Call<E> {
  /** A digest of Idempotency-Key and body, so that a repetition can continue what this call began. */
  repeated: string | null;
}

interface AccountCall<E extends Endpoint> extends Call<E> {
  viewer: Viewer;
}

type Options = Pick<RouteOptions, 'config' | 'onRequest' | 'serializerCompiler'>;

/**
 * Registers one endpoint of the table; the handler may send the reply in its own way. A role is
 * checked before the body is even read.
 */
export function rawRoute<E extends Endpoint>(
  app: FastifyInstance,
  endpoint: E,
  options: Options,
  handler: (call: Call<E>) => Promise<unknown>,
): void {
  app.route({
    ...optionsOf(app, endpoint),
    ...options,
    handler: (request, reply) => {
      // Fastify validated each part with the endpoint's own schema.
      const { params, query, body } = request as FastifyRequest & Parts<E>;
      return handler({ params, query, body, request, reply });
    },
  });
}

/**
 * Registers an endpoint whose answer is encoded by its schema. What is not public is personal and
 * stays out of caches. Team endpoints marked idempotent store their answer here, so it must not
 * contain an e-mail address.
 */
export function route<E extends Endpoint>(
  app: FastifyInstance,
  endpoint: E,
  handler: (call: TeamCall<E>) => Promise<z.output<E['answer']>>,
): void {
  const { role, status } = endpoint;
  const remembers = endpoint.idempotent && isRole(role);
  rawRoute(app, endpoint, {}, async (call) => {
    call.reply.code(status);
    if (role !== 'public') {
      call.reply.header('cache-control', 'private, no-store');
    }
    if (!remembers) {
      return handler({ ...call, repeated: null });
    }
    const once = onceOf(call.request, endpoint);
    const { memo } = await app.once(once, () => handler({ ...call, repeated: digestOf(once) }));
    return memo;
  });
}

/**
 * Registers a personal endpoint of the buyers. The answer is typed by its schema and not encoded by
 * it again: at these rates that would cost more than the rest of what the process does for a poll.
 */
export function buyerRoute<E extends Endpoint>(
  app: FastifyInstance,
  endpoint: E,
  config: RouteOptions['config'],
  handler: (call: Call<E>) => Promise<z.input<E['answer']>>,
): void {
  const options = { config, serializerCompiler: () => (value: unknown) => JSON.stringify(value) };
  rawRoute(app, endpoint, options, (call) => {
    call.reply.header('cache-control', 'private, no-store');
    return handler(call);
  });
}

/** Registers an endpoint for callers who are signed in, which is checked before the body is read. */
export function accountRoute<E extends Endpoint>(
  app: FastifyInstance,
  endpoint: E,
  handler: (call: AccountCall<E>) => Promise<unknown>,
): void {
  const options = { onRequest: app.requireAccount };
  rawRoute(app, endpoint, options, (call) => handler({ ...call, viewer: accountOf(call.request) }));
}

function optionsOf(app: FastifyInstance, endpoint: Endpoint): Omit<RouteOptions, 'handler'> {
  const { method, path, params, query, body, answer, status, media, role } = endpoint;
  const isJson = media === 'application/json';
  return {
    method,
    url: path,
    // A stream that is requested by HEAD would stay open and send nothing; an export would be in the
    // audit log without one.
    exposeHeadRoute: media !== 'text/event-stream' && media !== 'text/csv',
    schema: {
      ...(params && { params }),
      ...(query && { querystring: query }),
      ...(body && { body }),
      ...(isJson && { response: { [status]: answer } }),
    },
    ...(isRole(role) && {
      onRequest: app.requireAccess(endpoint),
      config: { shed: 'last' as const },
    }),
  };
}

/** What names a call of the team for `app.once`. */
export function onceOf(request: FastifyRequest, { method, path }: Endpoint) {
  return {
    route: `${method} ${path}`,
    buyer: memberOf(request).userId,
    key: request.headers[idempotencyHeader],
    body: [request.params, request.body],
  };
}

/** A digest, since it is stored: neither key nor body can be read back. */
function digestOf({ key, ...rest }: ReturnType<typeof onceOf>): string | null {
  if (typeof key !== 'string') {
    return null;
  }
  return createHash('sha256')
    .update(JSON.stringify([key, rest]))
    .digest('base64url');
}
