import type { Sale } from '@flash/database';
import { endpoints, type Role, requestIdHeader } from '@flash/shared-types';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { AppError } from '../../errors.ts';
import { isKnown } from '../../services/line/ready-answer.ts';
import { createKeptPictures } from '../../services/picture/kept-pictures.ts';
import { routeOf } from '../endpoint-route.ts';

interface Asked {
  Params: { id: string };
  Querystring: { v?: string };
}

const FOR_GOOD = 'public, max-age=31536000, immutable';
const FOR_NOW = 'public, max-age=1';
const FOR_THE_TEAM = 'private, no-store';

/** The picture of a sale: the same bytes for everybody, under an address that names them. */
export function pictureRoute(app: FastifyInstance): void {
  const { saleBook, db } = app.deps;
  const kept = createKeptPictures(db.pictures);

  app.route<Asked>({
    ...routeOf(app, endpoints.picture),
    handler: async (request, reply) => {
      const { id } = request.params;
      const published = await saleBook.get(id);
      const shown = (published ?? (await draftFor(request, id))).picture;
      const stored = shown && (await kept.get(id, shown.hash));
      if (!shown || !stored) throw new AppError('PICTURE_NOT_FOUND');
      const isNamed = request.query.v === shown.hash;
      const answer = { body: stored.bytes, etag: `"${shown.hash}"` };
      reply.removeHeader(requestIdHeader);
      reply.headers({
        etag: answer.etag,
        'cache-control': published ? (isNamed ? FOR_GOOD : FOR_NOW) : FOR_THE_TEAM,
        'content-disposition': 'inline',
        'cross-origin-resource-policy': 'cross-origin',
        'x-content-type-options': 'nosniff',
      });
      if (isKnown(answer, request.headers['if-none-match'])) return reply.code(304).send();
      return reply.type(stored.type).send(answer.body);
    },
  });

  /** Whoever prepares a sale sees its picture; for everybody else a draft does not exist. */
  async function draftFor(request: FastifyRequest, id: string): Promise<Sale> {
    const sale = (await mayAs(request, 'viewer')) ? await db.sales.get(id) : null;
    if (!sale) throw new AppError('SALE_NOT_FOUND');
    return sale;
  }

  async function mayAs(request: FastifyRequest, role: Role): Promise<boolean> {
    try {
      await app.requireRole(role)(request);
      return true;
    } catch (error) {
      if (error instanceof AppError && error.status < 500) return false;
      throw error;
    }
  }
}
