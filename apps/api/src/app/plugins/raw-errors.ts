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
    const timedOut = error.code === 'ERR_HTTP_REQUEST_TIMEOUT';
    socket.end(plainAnswer(timedOut ? '408 Request Timeout' : '400 Bad Request'));
  },
};

function plainAnswer(statusLine: string): string {
  const code: ErrorCode = 'VALIDATION_FAILED';
  const status = Number(statusLine.slice(0, 3));
  const problem = { ...problemOf({ code, instance: '/', requestId: '-' }), status };
  const body = JSON.stringify(problem);
  return [
    `HTTP/1.1 ${statusLine}`,
    `content-type: ${PROBLEM_TYPE}`,
    `content-length: ${Buffer.byteLength(body)}`,
    'connection: close',
    '',
    body,
  ].join('\r\n');
}
