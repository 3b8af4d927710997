import cors from '@fastify/cors';
import helmet from '@fastify/helmet';
import { idempotencyHeader, requestIdHeader, ticketHeader } from '@flash/shared-types';
import fastify, { type FastifyReply, type FastifyRequest } from 'fastify';
import fastifyPlugin from 'fastify-plugin';
import { AppError } from '../errors.ts';
import { hasAmbientCredential } from '../services/accounts/credentials.ts';

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Browser rules: who may read answers, who may send requests, what a page of ours may load. */
export const securityPlugin = fastifyPlugin(
  async (app) => {
    const { clientOrigins, isProduction, betterAuthUrl } = app.deps.env;
    const { protocol } = new URL(betterAuthUrl);
    const origins = new Set(clientOrigins);
    const headers = { ...(await policyHeaders(isProduction)), ...corsHeaders };
    app.addHook('onRequest', (request, reply, done) => {
      reply.headers(headers);
      allowOrigin(request, reply, origins);
      if (request.headers.cookie === undefined) {
        reply.header('access-control-expose-headers', EXPOSED_WITHOUT_COOKIES);
      }
      const isRefused = !SAFE.has(request.method) && isForeign(request, origins, protocol);
      done(isRefused ? new AppError('ORIGIN_REFUSED') : undefined);
    });
    // Answers preflights, in a scope of its own: on other requests it would only repeat the above.
    await app.register(async (preflights) => {
      await preflights.register(cors, {
        origin: [...origins],
        credentials: true,
        methods: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'],
        exposedHeaders: EXPOSED,
        allowedHeaders: [
          'content-type',
          'authorization',
          'if-match',
          'last-event-id',
          idempotencyHeader,
          ticketHeader,
        ],
        maxAge: 600,
        // Else OPTIONS without the headers of a preflight gets an error of another shape.
        strictPreflight: false,
      });
    });
  },
  { name: 'security', dependencies: ['deps', 'problem'] },
);

/**
 * What a page of ours may load, and who may frame it. The same for every answer, so helmet is asked once
 * instead of once a request.
 */
async function policyHeaders(isProduction: boolean): Promise<Record<string, string>> {
  const probe = fastify();
  await probe.register(helmet, {
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
  const found: Record<string, string> = {};
  probe.get('/', (_, reply) => {
    for (const [name, value] of Object.entries(reply.raw.getHeaders())) {
      found[name] = String(value);
    }
    reply.send();
  });
  await probe.inject('/');
  await probe.close();
  return found;
}

/** Not the ticket: no script of our pages needs to read it, since the cookie carries it. */
const EXPOSED = ['etag', 'retry-after', requestIdHeader];
/**
 * A page that sends no cookies, such as one of another shop, has no other way to prove its place. It can only
 * read a ticket that this very request was given, never one that a cookie carries.
 */
const EXPOSED_WITHOUT_COOKIES = [...EXPOSED, ticketHeader].join(', ');

/** The same for callers of every origin. */
const corsHeaders = {
  vary: 'Origin',
  'access-control-allow-credentials': 'true',
  'access-control-expose-headers': EXPOSED.join(', '),
};

/** Only pages of these origins may read the answer. */
function allowOrigin(
  { headers: { origin } }: FastifyRequest,
  reply: FastifyReply,
  origins: ReadonlySet<string>,
): void {
  if (origin !== undefined && origins.has(origin)) {
    reply.header('access-control-allow-origin', origin);
  }
}

/**
 * A browser sends cookies with requests of any page, so a request that carries ours has to come from a site
 * of ours, or the API's own pages. Programs send none of the three headers, and cannot be misled as browsers can.
 */
function isForeign(
  request: FastifyRequest,
  origins: ReadonlySet<string>,
  protocol: string,
): boolean {
  const { origin, referer, cookie, host } = request.headers;
  if (!hasAmbientCredential(cookie)) {
    return false;
  }
  const from = origin ?? (referer === undefined ? undefined : originOf(referer));
  if (from !== undefined) {
    return !origins.has(from) && from !== `${protocol}//${host}`;
  }
  const site = request.headers['sec-fetch-site'];
  return site !== undefined && site !== 'same-origin' && site !== 'none';
}

function originOf(url: string): string {
  return URL.canParse(url) ? new URL(url).origin : 'null';
}
