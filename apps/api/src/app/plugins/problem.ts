import { problemOf, requestIdHeader } from '@flash/shared-types';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import fastifyPlugin from 'fastify-plugin';
import { AppError } from '../errors.ts';
import { toAppError } from './to-app-error.ts';

export const PROBLEM_TYPE = 'application/problem+json; charset=utf-8';

/** Every refusal, wherever it comes from, leaves in the one shape; every answer names its request. */
export const problemPlugin = fastifyPlugin(
  async (app) => {
    app.addHook('onRequest', (request, reply, done) => {
      reply.header(requestIdHeader, request.id);
      done();
    });
    app.setErrorHandler((error: FastifyError, request, reply) => {
      const known = toAppError(error);
      const { id: reqId, routeOptions, log } = request;
      if (!known) log.error({ reqId, err: error, route: routeOptions.url }, 'unexpected');
      // Refusing a crowd is no news for each of them; what stands behind it is.
      else if (known.extra.cause) log.warn({ reqId, err: error, code: known.code }, 'refused');
      return sendProblem(request, reply, known ?? new AppError('INTERNAL'));
    });
  },
  { name: 'problem' },
);

export function sendProblem(request: FastifyRequest, reply: FastifyReply, error: AppError) {
  const { retryAfterMs = error.status === 503 ? 1_000 : undefined, headers = {} } = error.extra;
  const { detail, errors, orderId } = error.extra;
  if (retryAfterMs !== undefined) reply.header('retry-after', Math.ceil(retryAfterMs / 1_000));
  const body = problemOf({
    code: error.code,
    instance: pathOf(request),
    requestId: request.id,
    detail,
    errors,
    retryAfterMs,
    orderId,
  });
  return reply
    .code(error.status)
    .headers({ 'cache-control': 'no-store', [requestIdHeader]: request.id, ...headers })
    .type(PROBLEM_TYPE)
    .serializer((value: unknown) => JSON.stringify(value))
    .send(body);
}

/** Without the query: it may hold an address. */
function pathOf(request: FastifyRequest): string {
  return request.url.split('?', 1)[0]?.slice(0, 256) ?? '/';
}
