import type { TraceSpan, Tracing } from '@flash/shared-config';
import type { FastifyRequest } from 'fastify';
import fastifyPlugin from 'fastify-plugin';

/** Asked by machines every few seconds, and open for hours. */
const UNTRACED = /^\/(?:livez|readyz|health|metrics|docs|bull-mq-dashboard)(?:\/|$)|\/stream$/;

/** A span for each request, in the trace that its client names. Registered only while traces are kept. */
export const tracingPlugin = fastifyPlugin<{ tracing: Tracing }>(
  async (app, { tracing }) => {
    const spans = new WeakMap<FastifyRequest, TraceSpan>();

    app.addHook('onRequest', (request, _, done) => {
      const { method, headers, routeOptions } = request;
      const route = routeOptions.url;
      if (route === undefined || UNTRACED.test(route)) {
        done();
        return;
      }
      const attributes = {
        'http.request.method': method,
        'http.route': route,
        'flash.request.id': request.id,
      };
      const span = tracing.start(`${method} ${route}`, {
        ...{ kind: 'server', attributes, parent: headers },
      });
      spans.set(request, span);
      tracing.within(span, done);
    });

    // The body arrives in events of the socket, which know nothing of the request that waits for them.
    app.addHook('preValidation', (request, _, done) => {
      const span = spans.get(request);
      if (span) {
        tracing.within(span, done);
      } else {
        done();
      }
    });

    app.addHook('onResponse', (request, { statusCode }, done) => {
      const span = spans.get(request);
      span?.setAttribute('http.response.status_code', statusCode);
      if (statusCode >= 500) {
        span?.setAttribute('error.type', String(statusCode));
      }
      span?.end();
      done();
    });
  },
  { name: 'tracing', dependencies: ['deps'] },
);
