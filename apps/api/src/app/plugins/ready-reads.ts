import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { endpoints } from '@flash/shared-types';
import type { FastifyServerOptions } from 'fastify';
import type { Deps } from '../deps.ts';
import { isKnown, type ReadyAnswer } from '../services/shared/public-answers.ts';

type ReadyDeps = Pick<Deps, 'env' | 'publicBoard' | 'metrics'>;

/** The two addresses that crowds read, spelled as they are linked; every other spelling is routed. */
const READS =
  /^\/flash-sales\/(?:public\/sale(?:\?flashSaleId=([0-9a-f]{24}))?|([0-9a-f]{24})\/line)$/;

/** What the framework sets on the servers that it creates; it passes its options on untyped. */
export interface ServerTimeouts {
  /** A socket on which nothing moves. */
  connectionTimeout: number;
  keepAliveTimeout: number;
  /** A request has to arrive as a whole within this time, its headers included. */
  requestTimeout: number;
  /** How often that is checked. */
  connectionsCheckingInterval: number;
}

/**
 * Answers what is ready before the framework makes a request of it: no hooks, no routing, no Redis.
 * What is not ready goes on to the route of the same address, which answers the same bytes.
 */
export function readyReads(
  deps: ReadyDeps,
  timeouts: ServerTimeouts,
): Pick<FastifyServerOptions, 'serverFactory'> & ServerTimeouts {
  const answer = createReadyListener(deps);

  return {
    ...timeouts,
    serverFactory(handler) {
      const { connectionsCheckingInterval } = timeouts;
      const server = createServer({ connectionsCheckingInterval }, (request, response) => {
        // While stopping, the framework sends each connection away.
        if (!server.listening || !answer(request, response)) {
          handler(request, response);
        }
      });
      server.keepAliveTimeout = timeouts.keepAliveTimeout;
      server.requestTimeout = timeouts.requestTimeout;
      // Left at its default of 60 s it is the longer of the two, and then counts for the body as well.
      server.headersTimeout = timeouts.requestTimeout;
      return server.setTimeout(timeouts.connectionTimeout);
    },
  };
}

function createReadyListener({ env, publicBoard, metrics }: ReadyDeps) {
  const origins = new Set(env.clientOrigins);
  const fixed = [
    ...[
      'cache-control',
      'public, max-age=1',
      'vary',
      'Origin',
      'x-content-type-options',
      'nosniff',
    ],
    ...['content-security-policy', "default-src 'none';frame-ancestors 'none'"],
    ...['cross-origin-resource-policy', 'cross-origin'],
    ...(env.isProduction
      ? ['strict-transport-security', 'max-age=31536000; includeSubDomains']
      : []),
  ];

  const countOf = (route: string) => ({
    200: metrics.httpSeconds.labels({ method: 'GET', route, status: 200 }),
    304: metrics.httpSeconds.labels({ method: 'GET', route, status: 304 }),
  });
  const count = {
    line: countOf(endpoints.line.path),
    publicSale: countOf(endpoints.publicSale.path),
  };

  return (request: IncomingMessage, response: ServerResponse): boolean => {
    if (request.method !== 'GET') {
      return false;
    }
    const read = READS.exec(request.url ?? '');
    const board = read && publicBoard.ready(read[1] ?? read[2] ?? null);
    if (!board) {
      return false;
    }
    const isLine = read[2] !== undefined;
    send(request, response, isLine ? board.line : board.publicSale);
    count[isLine ? 'line' : 'publicSale'][response.statusCode === 304 ? 304 : 200].observe(0);
    return true;
  };

  function send(request: IncomingMessage, response: ServerResponse, ready: ReadyAnswer): void {
    const { origin, 'if-none-match': known } = request.headers;
    const headers = ['etag', ready.etag, ...fixed];
    if (origin !== undefined && origins.has(origin)) {
      headers.push('access-control-allow-origin', origin);
      headers.push('access-control-allow-credentials', 'true');
      headers.push('access-control-expose-headers', 'etag');
    }
    if (isKnown(ready, known)) {
      response.writeHead(304, headers).end();
      return;
    }
    headers.push('content-type', 'application/json; charset=utf-8');
    headers.push('content-length', String(ready.body.length));
    response.writeHead(200, headers).end(ready.body);
  }
}
