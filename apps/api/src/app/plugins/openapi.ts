import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { Sale } from '@flash/database';
import { bestEffort } from '@flash/shared-config';
import {
  apiKeyPrefix,
  type Endpoint,
  endpoints,
  errors,
  errorsMarkdown,
  examplePictureHash,
  exampleSaleId,
  keyScopes,
  problem,
  roles,
} from '@flash/shared-types';
import fastifyPlugin from 'fastify-plugin';
import { z } from 'zod';
import type { Deps } from '../deps.ts';
import { phaseAt } from '../services/shared/wire.ts';
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

/** The mark of both sites, on the dark bar of the page. */
const LOGO =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 150 32"><title>Flash sale</title>' +
  '<path d="M18 4 8 18h6l-2 10 12-15h-7z" fill="#fb923c"/>' +
  '<text x="34" y="22" fill="#fff" font-family="system-ui, sans-serif" font-size="17" ' +
  'font-weight="600">Flash sale</text></svg>';

/** /docs, where / leads, /docs/json, and the page that the `type` of every problem links to. */
export const openApiPlugin = fastifyPlugin(
  async (app) => {
    const { env, log } = app.deps;
    const examples = createExamples(openApiDocument(env.betterAuthUrl));
    const document = examples.of(null);
    await app.register(swagger, { mode: 'static', specification: { document: document as never } });
    let shown = document;
    await app.register(swaggerUi, {
      routePrefix: '/docs',
      staticCSP: PAGE_POLICY,
      theme: { title: 'Flash sale API' },
      logo: { type: 'image/svg+xml', content: LOGO },
      uiConfig: { docExpansion: 'none', displayRequestDuration: true },
      uiHooks: {
        preHandler: async () => {
          const looking = saleToTry(app.deps);
          shown = examples.of(
            await bestEffort(log, 'find a sale for the examples of /docs', looking, null),
          );
        },
      },
      transformSpecificationClone: false,
      transformSpecification: () => shown,
    });
    app.get('/', { schema: { hide: true } }, (_, reply) => reply.redirect('/docs'));
    const text = errorsMarkdown();
    app.get('/docs/errors.md', (_, reply) => reply.type('text/markdown; charset=utf-8').send(text));
  },
  { name: 'openapi', dependencies: ['deps', 'security'] },
);

/** A sale that a reader can buy from at once, so that trying the examples works; null when there is none. */
async function saleToTry({ saleCache, clock }: Deps): Promise<Sale | null> {
  const now = clock.now();
  const open = (await saleCache.list()).filter((sale) => phaseAt(sale, now) === 'open');
  const guests = open.filter(({ identity }) => identity === 'guest');
  const [most] = (guests.length > 0 ? guests : open).toSorted(
    (one, other) => other.currentQuantity - one.currentQuantity,
  );
  return most ?? null;
}

/** The document with its examples about a sale that exists; the same object for the same sale. */
function createExamples(document: Record<string, unknown>) {
  const text = JSON.stringify(document);
  let last = { key: '', document };
  return {
    of(sale: Sale | null): Record<string, unknown> {
      const key = sale ? `${sale.id} ${sale.picture?.hash ?? ''}` : '';
      if (sale && key !== last.key) {
        const about = text
          .replaceAll(exampleSaleId, sale.id)
          .replaceAll(examplePictureHash, sale.picture?.hash ?? examplePictureHash);
        last = { key, document: JSON.parse(about) };
      }
      return sale ? last.document : document;
    },
  };
}

const tags: Record<Endpoint['tag'], string> = {
  Buy: 'Join a line, hold a unit, pay for it.',
  Sales: 'Sales, for buyers and for the team.',
  Control: 'Control a sale while it runs.',
  Orders: 'Orders, refunds, notes and payments.',
  Queue: 'The line of a sale: its counts, its people and its history.',
  Team: 'Members, roles and invitations, and access for other programs.',
  Accounts: 'Sign up, in and out.',
  System: 'Health, search and the audit log.',
  Privacy: 'Export or delete the data of one person.',
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
      description: introduction,
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
        apiKey: {
          type: 'http',
          scheme: 'bearer',
          bearerFormat: `${apiKeyPrefix}live_…`,
          description:
            'An API key that an owner created for a program. The list names the scope that the operation needs.',
        },
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

const introduction = [
  'Buyers get a numbered place in line, a hold when their turn comes, and a unit that is sold once.',
  '**Buying.** Open `POST /orders/buy`, press *Try it out* and *Execute*: the examples name a sale that is ' +
    'open now. `GET /orders/position` tells when a unit is held for you, `POST /orders/confirm` pays for it. ' +
    'In a guest sale the answer to the first call sets a cookie with the ticket that proves your place. ' +
    'Clients without cookies send it as `X-Ticket`.',
  '**Signing in.** `POST /api/auth/sign-in/email` sets a session cookie, which this page then uses as well. ' +
    'Other clients send its `token` as `Authorization: Bearer …`. Operations of the team need a role: ' +
    `${roles.join(', ')}; each role can also do what the roles before it can.`,
  '**Programs** send an API key instead of a token. An owner creates it on the page *API keys* of the ' +
    'team’s site, or with `POST /team/keys`, with the scopes that the program needs: ' +
    `${keyScopes.map((scope) => `\`${scope}\``).join(', ')}. A key may make 300 calls in ten seconds.`,
  '**Errors** are `application/problem+json` with a stable `code`; all of them are listed in ' +
    '[the catalogue](/docs/errors.md).',
].join('\n\n');
