import cors from '@fastify/cors';
import helmet from '@fastify/helmet';
import { idempotencyHeader, requestIdHeader, ticketHeader } from '@flash/shared-types';
import type { FastifyRequest } from 'fastify';
import fastifyPlugin from 'fastify-plugin';
import { AppError } from '../errors.ts';
import { hasAmbientCredential } from '../services/accounts/credentials.ts';

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Browser rules: who may read answers, who may send requests, what a page of ours may load. */
export const securityPlugin = fastifyPlugin(
  async (app) => {
    const { clientOrigins: origins, isProduction, betterAuthUrl } = app.deps.env;
    const { protocol } = new URL(betterAuthUrl);
    await app.register(helmet, {
      contentSecurityPolicy: {
        useDefaults: false,
        directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
      },
      crossOriginResourcePolicy: { policy: 'cross-origin' },
      xFrameOptions: { action: 'deny' },
      // With no policy at all, browsers would hide the origin of the API's own pages from it.
      referrerPolicy: { policy: 'same-origin' },
      // Meant for pages and for old browsers: on each poll they would only cost bytes.
      crossOriginOpenerPolicy: false,
      originAgentCluster: false,
      xDnsPrefetchControl: false,
      xDownloadOptions: false,
      xPermittedCrossDomainPolicies: false,
      xXssProtection: false,
      hsts: isProduction,
    });
    await app.register(cors, {
      origin: [...origins],
      credentials: true,
      methods: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'],
      // Not the ticket: no script needs to read it, since the cookie carries it.
      exposedHeaders: ['etag', 'retry-after', requestIdHeader],
      allowedHeaders: [
        'content-type',
        'authorization',
        'if-match',
        'last-event-id',
        idempotencyHeader,
        ticketHeader,
      ],
      maxAge: 600,
    });
    app.addHook('onRequest', async (request) => {
      if (!SAFE.has(request.method) && isForeign(request, origins, protocol)) {
        throw new AppError('ORIGIN_REFUSED');
      }
    });
  },
  { name: 'security', dependencies: ['deps', 'problem'] },
);

/**
 * A browser sends cookies with requests of any page, so a request that carries ours has to come from a site
 * of ours, or the API's own pages. Programs send none of the three headers, and cannot be misled as browsers can.
 */
function isForeign(request: FastifyRequest, origins: readonly string[], protocol: string): boolean {
  const { origin, referer, cookie, host } = request.headers;
  if (!hasAmbientCredential(cookie)) {
    return false;
  }
  const from = origin ?? (referer === undefined ? undefined : originOf(referer));
  if (from !== undefined) {
    return !origins.includes(from) && from !== `${protocol}//${host}`;
  }
  const site = request.headers['sec-fetch-site'];
  return site !== undefined && site !== 'same-origin' && site !== 'none';
}

function originOf(url: string): string {
  return URL.canParse(url) ? new URL(url).origin : 'null';
}
