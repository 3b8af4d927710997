import underPressure from '@fastify/under-pressure';
import fastifyPlugin from 'fastify-plugin';
import { AppError } from '../errors.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /**
     * When the process is overloaded, `first` is refused before anything else (joins, polls),
     * `last` only when nothing else helps (the team's pages); without a word: never (confirm).
     */
    shed?: 'first' | 'last';
  }
}

/** The loop's mean delay in ms: beyond it a person's answer is late anyway. */
const FIRST_MS = 250;
const LAST_MS = 2_000;

/** Sheds what can be repeated, so that what cannot be lost gets through. */
export const pressurePlugin = fastifyPlugin(
  async (app) => {
    await app.register(underPressure, {
      maxEventLoopDelay: FIRST_MS,
      sampleInterval: 500,
      pressureHandler: (request, _, type, value = 0) => {
        const { shed } = request.routeOptions.config;
        if (!shed) return;
        if (type === underPressure.TYPE_EVENT_LOOP_DELAY && shed === 'last' && value < LAST_MS)
          return;
        throw new AppError('BUSY', { retryAfterMs: 1_000 + Math.round(Math.random() * 2_000) });
      },
    });
  },
  { name: 'pressure', dependencies: ['problem'] },
);
