import { STATUS_CODES } from 'node:http';
import { type ErrorCode, problemOf } from '@flash/shared-types';
import type { FastifyServerOptions } from 'fastify';
import { AppError } from '../errors.ts';
import { PROBLEM_TYPE, sendProblem } from './problem.ts';
import { toAppError } from './to-app-error.ts';

/** What goes wrong before a route is known, and before there is a request at all. */
export const rawErrors: Pick<FastifyServerOptions, 'frameworkErrors' | 'clientErrorHandler'> = {
  frameworkErrors(error, request, reply) {
    sendProblem(request, reply, toAppError(error) ?? new AppError('VALIDATION_FAILED'));
  },

  clientErrorHandler(error, socket) {
    // Nobody is there any more, or an answer is under way already.
    if (error.code === 'ECONNRESET' || socket.destroyed || !socket.writable) return;
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
