import { endpoints } from '@flash/shared-types';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { AppError } from '../errors.ts';
import { rawRoute } from './route.ts';

/** A charge with all that hangs on it; far below what could hurt. */
const BYTES_MAX = 256 * 1024;

/** What the payment provider tells. In a separate scope: the signature is over the bytes as they came. */
export function webhookRoutes(app: FastifyInstance): void {
  app.register((scope, _, done) => {
    const { payment, clock, applyProviderEvent, metrics } = scope.deps;
    scope.removeContentTypeParser('application/json');
    scope.addContentTypeParser(
      'application/json',
      { parseAs: 'buffer', bodyLimit: BYTES_MAX },
      async (_: FastifyRequest, body: Buffer) => body,
    );

    rawRoute(scope, endpoints.stripeWebhook, {}, async ({ request, reply }) => {
      const { preparing } = payment;
      if (preparing?.inBrowser.provider !== 'stripe') {
        throw new AppError('NOT_FOUND');
      }
      const { 'stripe-signature': signature } = request.headers;
      const payload = request.body;
      const event =
        typeof signature === 'string' && Buffer.isBuffer(payload)
          ? preparing.readEvent({ payload, signature, now: clock.now() })
          : null;
      if (!event) {
        metrics.providerEvents.inc({ result: 'bad signature' });
        throw new AppError('VALIDATION_FAILED', { detail: 'The signature is wrong.' });
      }
      await applyProviderEvent(preparing, event).catch((error: unknown) => {
        metrics.providerEvents.inc({ result: 'failed' });
        throw error;
      });
      metrics.providerEvents.inc({ result: 'applied' });
      reply.header('cache-control', 'no-store');
      return { received: true as const };
    });
    done();
  });
}
