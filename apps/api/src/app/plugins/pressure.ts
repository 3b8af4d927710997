import { type IntervalHistogram, monitorEventLoopDelay } from 'node:perf_hooks';
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
const RESOLUTION_MS = 10;

interface LoopDelay {
  /** A request is here: the delay is worth measuring. */
  note(): void;
  /** Mean of the last sample; 0 while nothing is measured. */
  ms(): number;
  isMeasured(): boolean;
  close(): void;
}

/**
 * How late the event loop is. Measuring wakes the process a hundred times a second, so it rests while no request
 * comes: it begins with a request, and ends with a sample in which none came.
 */
export function createLoopDelay(sampleMs = SAMPLE_MS): LoopDelay {
  let histogram: IntervalHistogram | null = null;
  let timer: NodeJS.Timeout | undefined;
  let hasRequests = false;
  let delayMs = 0;

  function begin(): void {
    histogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
    histogram.enable();
    timer = setInterval(sample, sampleMs);
    timer.unref();
  }

  function sample(): void {
    const meanMs = (histogram?.mean ?? Number.NaN) / 1e6 - RESOLUTION_MS;
    // Not a number: the loop did not turn since the last sample, and what it turns to now is not known.
    delayMs = Number.isNaN(meanMs) ? 0 : Math.max(0, meanMs);
    histogram?.reset();
    if (!hasRequests) {
      end();
    }
    hasRequests = false;
  }

  function end(): void {
    clearInterval(timer);
    histogram?.disable();
    histogram = null;
    delayMs = 0;
  }

  return {
    note() {
      hasRequests = true;
      if (histogram === null) {
        begin();
      }
    },
    ms: () => delayMs,
    isMeasured: () => histogram !== null,
    close: end,
  };
}

/** Refuses requests that can be repeated, so that those that must not be lost get through. */
export const pressurePlugin = fastifyPlugin(
  async (app, { firstMs, lastMs }: ShedLimits) => {
    const delay = createLoopDelay();
    app.addHook('onClose', async () => delay.close());
    // Starting up blocks the loop, and the first samples still include that.
    let calmFrom = Number.POSITIVE_INFINITY;
    app.addHook('onReady', async () => {
      calmFrom = performance.now() + 3 * SAMPLE_MS;
    });
    app.addHook('onRequest', (request, _, done) => {
      delay.note();
      const delayMs = delay.ms();
      const { shed } = request.routeOptions.config;
      const limitMs = shed === 'last' ? lastMs : firstMs;
      if (!shed || delayMs <= limitMs || performance.now() < calmFrom) {
        done();
        return;
      }
      done(new AppError('BUSY', { retryAfterMs: 1_000 + Math.round(Math.random() * 2_000) }));
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
