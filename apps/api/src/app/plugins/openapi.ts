import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import {
  type Endpoint,
  endpoints,
  errors,
  errorsMarkdown,
  problem,
  roles,
} from '@flash/shared-types';
import fastifyPlugin from 'fastify-plugin';
import { z } from 'zod';
import { operationOf } from './openapi-operation.ts';

/** The page needs inline styles and `data:` pictures; everything else comes from this server. */
const PAGE_POLICY = [
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
      staticCSP: PAGE_POLICY,
      uiConfig: { docExpansion: 'none', displayRequestDuration: true },
    });
    app.get('/', { schema: { hide: true } }, (_, reply) => reply.redirect('/docs'));
    const text = errorsMarkdown();
    app.get('/docs/errors.md', (_, reply) => reply.type('text/markdown; charset=utf-8').send(text));
  },
  { name: 'openapi', dependencies: ['deps', 'security'] },
);

const tags: Record<Endpoint['tag'], string> = {
  Buy: 'Join a line, hold a unit, pay for it.',
  Sales: 'Sales, as everyone and as the team sees them.',
  Control: 'Steer a sale while it runs.',
  Orders: 'What was bought.',
  Queue: 'Who waits, and whether the counts are right.',
  Team: 'Who may do what.',
  Accounts: 'Sign up, in and out.',
  System: 'Health and history.',
  Privacy: 'What is kept about one person.',
};

/** OpenAPI 3.1, made of the same table that the routes are registered from. */
export function openApiDocument(server: string): Record<string, unknown> {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const [name, endpoint] of Object.entries<Endpoint>(endpoints)) {
    const path = endpoint.path.replace(/:([A-Za-z]+)/g, '{$1}');
    paths[path] ??= {};
    paths[path][endpoint.method.toLowerCase()] = operationOf(name, endpoint);
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Flash sale API',
      version: '1.0.0',
      description: `A numbered place in line, a hold when the turn comes, a unit that is sold once.\n\n${rolesText()}`,
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: server }],
    tags: Object.entries(tags).map(([name, description]) => ({ name, description })),
    paths,
    components: {
      schemas: {
        Problem: z.toJSONSchema(problem, { io: 'output', unrepresentable: 'any' }),
        ErrorCode: { type: 'string', enum: Object.keys(errors) },
      },
      securitySchemes: {
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: 'better-auth.session_token',
          description: 'The cookie that sign-in sets.',
        },
        bearer: { type: 'http', scheme: 'bearer', description: 'The token that sign-in answers.' },
        ticket: {
          type: 'apiKey',
          in: 'header',
          name: 'X-Ticket',
          description: 'Proof of a place in a guest sale; also sent as a cookie for each sale.',
        },
      },
    },
  };
}

function rolesText(): string {
  return `Roles of the team, each of which may do what the ones before it may: ${roles.join(', ')}.`;
}
