import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { FastifyInstance } from 'fastify';
import { AppError } from '../errors.ts';

/** Made by tools/run/builds.mjs; there is none where the API runs from its sources. */
const built = fileURLToPath(new URL('./embed.js', import.meta.url));
/** The name has the version of the element in it; a fix within it reaches every page in an hour. */
const CACHE = 'public, max-age=3600';

/** `<flash-sale>` for pages of other shops, with the addresses of this shop in it. */
export function embedRoute(app: FastifyInstance): void {
  const { betterAuthUrl, siteUrl } = app.deps.env;
  const body = existsSync(built)
    ? withAddresses(readFileSync(built, 'utf8'), { api: betterAuthUrl, site: siteUrl })
    : null;
  const etag = body && `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;

  app.get('/embed/v1/flash-sale.js', { schema: { hide: true } }, async (request, reply) => {
    if (body === null || etag === null) {
      throw new AppError('NOT_FOUND', { detail: 'The embedded element is not built in this API.' });
    }
    reply.headers({ etag, 'cache-control': CACHE });
    if (request.headers['if-none-match'] === etag) {
      return reply.code(304).send();
    }
    return reply.type('text/javascript; charset=utf-8').send(body);
  });
}

/** The script names them as if they were variables; in a function of their own, the page sees none. */
export function withAddresses(script: string, addresses: { api: string; site: string }): string {
  const text = JSON.stringify(addresses).replaceAll('<', '\\u003c');
  return `(()=>{const FLASH_SALE=${text};${script}})();\n`;
}
