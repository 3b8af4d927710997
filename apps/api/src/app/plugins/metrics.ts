import { timingSafeEqual } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import fastifyPlugin from 'fastify-plugin';
import { AppError } from '../errors.ts';
import { isPrivate } from '../services/base/address.ts';
import { addQueueGauges, addSaleGauges } from '../services/shared/gauges.ts';

/** /metrics, for callers inside the network or with the token; for all others it does not exist. */
export const metricsPlugin = fastifyPlugin(
  async (app) => {
    const { metrics, env, wake, log, db, engine, clock } = app.deps;
    const updateSaleGauges = addSaleGauges({
      ...{ db, engine, clock, log },
      registry: metrics.registry,
    });
    addQueueGauges(metrics.registry, wake.queue, log);

    app.addHook('onResponse', async (request, reply) => {
      const { method, routeOptions } = request;
      const labels = { method, route: routeOptions.url ?? 'unknown', status: reply.statusCode };
      metrics.httpSeconds.observe(labels, reply.elapsedTime / 1_000);
    });

    app.get('/metrics', async (request, reply) => {
      if (!isInside(request) && !hasToken(request, env.metricsToken)) {
        throw new AppError('NOT_FOUND');
      }
      // Gauges that cannot be read are missing from the page; the others are still useful.
      await updateSaleGauges().catch((err: unknown) =>
        request.log.warn({ err }, 'the gauges of the live sales are not updated'),
      );
      reply.type(metrics.registry.contentType).header('cache-control', 'no-store');
      return metrics.registry.metrics();
    });

    app.addHook('onClose', async () => metrics.registry.clear());
  },
  { name: 'metrics', dependencies: ['deps', 'problem'] },
);

/**
 * Judged by the socket, and by every address that a forwarding header names: a proxy of ours is
 * private, the client behind it may not be.
 */
function isInside(request: FastifyRequest): boolean {
  const { headers, socket } = request;
  const forwarded = [headers['x-forwarded-for'], headers['x-real-ip'], headers.forwarded]
    .flat()
    .filter((value) => value !== undefined)
    .flatMap((value) => value.split(/[,;]/))
    .map(addressIn);
  return [socket.remoteAddress ?? '', ...forwarded].every(isPrivate);
}

/** `for="[2001:db8::1]:4711"` names an address too. */
function addressIn(part: string): string {
  const bare = part.trim().replace(/^for=/i, '').replaceAll('"', '');
  const bracketed = /^\[([^\]]+)\]/.exec(bare)?.[1];
  return bracketed ?? bare.replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, '$1');
}

function hasToken(request: FastifyRequest, token: string | null): boolean {
  if (token === null) {
    return false;
  }
  const shown = Buffer.from(request.headers.authorization ?? '');
  const wanted = Buffer.from(`Bearer ${token}`);
  return shown.length === wanted.length && timingSafeEqual(shown, wanted);
}
