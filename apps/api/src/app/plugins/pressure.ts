import underPressure from '@fastify/under-pressure';
import { endpoints, ticketHeader } from '@flash/shared-types';
import type { FastifyReply, FastifyRequest } from 'fastify';
import fastifyPlugin from 'fastify-plugin';
import { AppError } from '../errors.ts';
import { hasAmbientCredential } from '../services/accounts/credentials.ts';
import { sendProblem } from './problem.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /**
     * When the process is overloaded, `first` is refused before anything else (joins, polls),
     * `last` only when nothing else helps (the team's pages); left out: never (confirm).
     */
    shed?: 'first' | 'last';
  }
  interface FastifyRequest {
    /** Of a join while orders are late, after how many ms to come again: only a buyer with a place may go on. */
    comeAgainMs: number | null;
  }
}

/** Mean delays of the event loop from which requests are refused. */
export interface ShedLimits {
  /** From here on an answer is late anyway. */
  firstMs: number;
  lastMs: number;
}
export const SHED_LIMITS: ShedLimits = { firstMs: 250, lastMs: 2_000 };
const SAMPLE_MS = 500;

/** Refuses requests that can be repeated, so that those that must not be lost get through. */
export const pressurePlugin = fastifyPlugin(
  async (app, { firstMs, lastMs }: ShedLimits) => {
    // Starting up blocks the loop, and the first samples still include that.
    let calmFrom = Number.POSITIVE_INFINITY;
    app.addHook('onReady', async () => {
      calmFrom = performance.now() + 3 * SAMPLE_MS;
    });
    await app.register(underPressure, {
      maxEventLoopDelay: firstMs,
      sampleInterval: SAMPLE_MS,
      pressureHandler: (request, _, __, delayMs = 0) => {
        const { shed } = request.routeOptions.config;
        // Not finite: no sample was taken since the last check.
        if (!shed || !Number.isFinite(delayMs) || performance.now() < calmFrom) {
          return;
        }
        if (shed === 'last' && delayMs < lastMs) {
          return;
        }
        throw new AppError('BUSY', { retryAfterMs: 1_000 + Math.round(Math.random() * 2_000) });
      },
    });
  },
  // After the headers by which a page of the shop may read the refusal.
  { name: 'pressure', dependencies: ['problem', 'security'] },
);

/**
 * Refuses new joins while orders are late, before the body is read or anything is counted. Whether a request that
 * proves who it is from has a place already can only be told in its handler, which knows the sale.
 */
export const joinGatePlugin = fastifyPlugin(
  async (app) => {
    const { joinGate, metrics } = app.deps;
    app.decorateRequest('comeAgainMs', null);

    const enter = (request: FastifyRequest, reply: FastifyReply, done: () => void) => {
      const comeAgainMs = joinGate.enter();
      if (comeAgainMs === null) {
        // Comes once for every request, also for one whose client went away.
        reply.raw.once('close', joinGate.leave);
        done();
      } else if (provesABuyer(request)) {
        request.comeAgainMs = comeAgainMs;
        done();
      } else {
        metrics.joinsRefused.inc();
        sendProblem(request, reply, new AppError('BUSY', { retryAfterMs: comeAgainMs }));
      }
    };
    app.addHook('onRoute', (route) => {
      if (route.url === endpoints.buy.path && route.method === endpoints.buy.method) {
        route.onRequest = [enter, ...[route.onRequest ?? []].flat()];
      }
    });
  },
  { name: 'join-gate', dependencies: ['deps', 'problem', 'security'] },
);

function provesABuyer({ headers }: FastifyRequest): boolean {
  const { cookie, authorization, [ticketHeader]: ticket } = headers;
  return ticket !== undefined || authorization !== undefined || hasAmbientCredential(cookie);
}
