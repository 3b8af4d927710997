import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import { errorsMarkdown } from '@flash/shared-types';
import fastifyPlugin from 'fastify-plugin';
import { openApiDocument } from './openapi/document.ts';

/** The page draws itself with inline styles and `data:` pictures; nothing comes from elsewhere. */
const pagePolicy = [
  "default-src 'self'",
  "img-src 'self' data:",
  "style-src 'self' 'unsafe-inline'",
  "script-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** /docs, where / leads, /docs/json, and the page that the `type` of every problem links to. */
export const openApiPlugin = fastifyPlugin(
  async (app) => {
    const document = openApiDocument(app.deps.env.betterAuthUrl);
    await app.register(swagger, { mode: 'static', specification: { document: document as never } });
    await app.register(swaggerUi, {
      routePrefix: '/docs',
      staticCSP: pagePolicy,
      uiConfig: { docExpansion: 'none', displayRequestDuration: true },
    });
    app.get('/', { schema: { hide: true } }, (_, reply) => reply.redirect('/docs'));
    const text = errorsMarkdown();
    app.get('/docs/errors.md', (_, reply) => reply.type('text/markdown; charset=utf-8').send(text));
  },
  { name: 'openapi', dependencies: ['deps', 'security'] },
);
