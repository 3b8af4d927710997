import underPressure from '@fastify/under-pressure';
import fastifyPlugin from 'fastify-plugin';
import { AppError } from '../errors.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /**
     * When the process is overloaded, `first` is refused before anything else (joins, polls),
     * `last` only when nothing else helps (the team's pages); left out: never (confirm).
     */
    shed?: 'first' | 'last';
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
