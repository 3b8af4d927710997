import { requestIdHeader } from '@flash/shared-types';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { isKnown, type ReadyAnswer } from '../../services/line/ready-answer.ts';

/**
 * Sends bytes that are ready, or says that the caller has them already. Caches repeat such an answer to
 * others, so it names no request.
 */
export function sendReady(
  request: FastifyRequest,
  reply: FastifyReply,
  answer: ReadyAnswer,
): FastifyReply {
  reply.removeHeader(requestIdHeader);
  reply.header('cache-control', 'public, max-age=1').header('etag', answer.etag);
  if (isKnown(answer, request.headers['if-none-match'])) return reply.code(304).send();
  return reply.type('application/json; charset=utf-8').send(answer.body);
}
