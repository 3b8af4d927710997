import { STATUS_CODES } from 'node:http';
import { redisErrorCode } from '@flash/shared-config';
import { type ErrorCode, type FieldError, problemOf, requestIdHeader } from '@flash/shared-types';
import type { FastifyError, FastifyReply, FastifyRequest, FastifyServerOptions } from 'fastify';
import fastifyPlugin from 'fastify-plugin';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { AppError } from '../errors.ts';

export const PROBLEM_TYPE = 'application/problem+json; charset=utf-8';

/** Sends every refusal, whatever threw it, as problem+json; every answer names its request. */
export const problemPlugin = fastifyPlugin(
  async (app) => {
    app.addHook('onRequest', (request, reply, done) => {
      reply.header(requestIdHeader, request.id);
      done();
    });
    app.setErrorHandler((error: FastifyError, request, reply) => {
      const known = toAppError(error);
      const { id: reqId, routeOptions, log } = request;
      if (!known) {
        log.error({ reqId, err: error, route: routeOptions.url }, 'unexpected');
      }
      // Refusals under load are not logged; an underlying cause is.
      else if (known.extra.cause) {
        log.warn({ reqId, err: error, code: known.code }, 'refused');
      }
      return sendProblem(request, reply, known ?? new AppError('INTERNAL'));
    });
  },
  { name: 'problem' },
);

export function sendProblem(request: FastifyRequest, reply: FastifyReply, error: AppError) {
  const { retryAfterMs = error.status === 503 ? 1_000 : undefined, headers = {} } = error.extra;
  const { detail, errors, orderId } = error.extra;
  if (retryAfterMs !== undefined) {
    reply.header('retry-after', Math.ceil(retryAfterMs / 1_000));
  }
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

/** What a thrown value means to the caller, or null when it is a bug. */
export function toAppError(error: unknown): AppError | null {
  if (error instanceof AppError) {
    return error;
  }
  if (hasZodFastifySchemaValidationErrors(error)) {
    return new AppError('VALIDATION_FAILED', { errors: error.validation.map(fieldOf) });
  }
  if (isOutage(error)) {
    return new AppError('UNAVAILABLE', { cause: error });
  }
  return fromFramework(error);
}

function fromFramework(error: unknown): AppError | null {
  if (!(error instanceof Error) || !('statusCode' in error)) {
    return null;
  }
  switch (error.statusCode) {
    case 400:
      return new AppError(isBodyFault(error) ? 'INVALID_JSON' : 'VALIDATION_FAILED');
    case 404:
      return new AppError('NOT_FOUND');
    case 405:
      return new AppError('METHOD_NOT_ALLOWED');
    case 413:
      return new AppError('BODY_TOO_LARGE');
    case 408:
      return new AppError('REQUEST_TIMEOUT');
    case 414:
      return new AppError('VALIDATION_FAILED');
    case 431:
      return new AppError('HEADERS_TOO_LARGE');
    case 415:
      return new AppError('UNSUPPORTED_MEDIA_TYPE');
    case 503:
      return new AppError('BUSY');
    default:
      return null;
  }
}

function isBodyFault(error: Error): boolean {
  const code = 'code' in error ? String(error.code) : '';
  return error instanceof SyntaxError || code.startsWith('FST_ERR_CTP_');
}

function fieldOf(issue: { instancePath: string; message?: string | undefined }): FieldError {
  const path = issue.instancePath.replace(/^\//, '').replaceAll('/', '.');
  return { path, message: issue.message ?? 'not as expected' };
}

/** What goes wrong before a route is known, and before there is a request at all. */
export const rawErrors: Pick<FastifyServerOptions, 'frameworkErrors' | 'clientErrorHandler'> = {
  frameworkErrors(error, request, reply) {
    sendProblem(request, reply, toAppError(error) ?? new AppError('VALIDATION_FAILED'));
  },

  clientErrorHandler(error, socket) {
    // The client is gone, or an answer is under way already.
    if (error.code === 'ECONNRESET' || socket.destroyed || !socket.writable) {
      return;
    }
    socket.end(plainAnswer(codes[error.code] ?? 'VALIDATION_FAILED'));
  },
};

const codes: Record<string, ErrorCode> = {
  ERR_HTTP_REQUEST_TIMEOUT: 'REQUEST_TIMEOUT',
  HPE_HEADER_OVERFLOW: 'HEADERS_TOO_LARGE',
};

function plainAnswer(code: ErrorCode): string {
  const problem = problemOf({ code, instance: '/', requestId: '-' });
  const body = JSON.stringify(problem);
  return [
    `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}`,
    `content-type: ${PROBLEM_TYPE}`,
    `content-length: ${Buffer.byteLength(body)}`,
    'connection: close',
    '',
    body,
  ].join('\r\n');
}

/** 404 for what is not there, 405 for what is there under another method. */
export const notFoundPlugin = fastifyPlugin(
  async (app) => {
    const known: { pattern: RegExp; methods: string[] }[] = [];
    app.addHook('onRoute', ({ url, method }) => {
      // Preflights are answered for every address, which does not make it exist.
      if (method !== 'OPTIONS') {
        known.push({ pattern: patternOf(url), methods: [method].flat() });
      }
    });
    app.setNotFoundHandler((request) => {
      const path = request.url.split('?', 1)[0] ?? '';
      const matches = known.filter(({ pattern }) => pattern.test(path));
      const allowed = new Set(matches.flatMap(({ methods }) => methods));
      if (allowed.size === 0) {
        throw new AppError('NOT_FOUND');
      }
      throw new AppError('METHOD_NOT_ALLOWED', { headers: { allow: [...allowed].join(', ') } });
    });
  },
  { name: 'not-found', dependencies: ['problem'] },
);

function patternOf(url: string): RegExp {
  const escaped = url.replace(/[.+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${escaped.replace(/:[A-Za-z]+/g, '[^/]+').replaceAll('*', '.*')}$`);
}

const DRIVER_ERRORS = new Set([
  'MongoNetworkError',
  'MongoNetworkTimeoutError',
  'MongoServerSelectionError',
  'MongoNotConnectedError',
  'MongoPoolClearedError',
  'MongoTopologyClosedError',
  'MaxRetriesPerRequestError',
  'ClusterAllFailedError',
]);

const SOCKET_CODES = new Set(['ECONNREFUSED', 'ECONNRESET', 'ETIMEDOUT', 'EPIPE', 'ENOTFOUND']);

/** Texts of ioredis for a server that is away. */
const CLIENT_TEXTS =
  /^(?:Connection is closed|Stream isn't writeable|Command timed out|Command aborted due to connection close|Connection in subscriber mode)/;

/** Replies of a server that is loading, busy with a script, demoted, without its majority, full, or cannot write. */
const REDIS_CODES: ReadonlySet<string | null> = new Set([
  'BUSY',
  'LOADING',
  'READONLY',
  'MASTERDOWN',
  'CLUSTERDOWN',
  'OOM',
  'NOREPLICAS',
  'MISCONF',
]);

/** Whether Redis or MongoDB could not be reached: worth a retry, and no fault of the caller. */
export function isOutage(error: unknown): boolean {
  for (let cause = error, depth = 0; cause instanceof Error && depth < 4; depth += 1) {
    const code = 'code' in cause ? cause.code : null;
    if (DRIVER_ERRORS.has(cause.name) || CLIENT_TEXTS.test(cause.message)) {
      return true;
    }
    if (REDIS_CODES.has(redisErrorCode(cause))) {
      return true;
    }
    if (typeof code === 'string' && SOCKET_CODES.has(code)) {
      return true;
    }
    cause = cause.cause as Error;
  }
  return false;
}
