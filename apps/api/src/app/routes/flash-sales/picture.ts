import type { Sale } from '@flash/database';
import {
  endpoints,
  PICTURE_BYTES_MAX,
  type PictureType,
  pictureType,
  pictureTypes,
  type Role,
  requestIdHeader,
} from '@flash/shared-types';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '../../errors.ts';
import { actorOf } from '../../plugins/session.ts';
import { inspectPicture } from '../../services/pictures/inspect.ts';
import { createKeptPictures, createScaleDown } from '../../services/pictures/picture-cache.ts';
import { isKnown } from '../../services/shared/public-answers.ts';
import { adminSaleOf } from '../../services/shared/wire.ts';
import { rawRoute, route } from '../route.ts';
import { etagOf, versionsOf } from './etag.ts';

const UNCHANGING = 'public, max-age=31536000, immutable';
const BRIEF = 'public, max-age=1';
const TEAM_ONLY = 'private, no-store';

/** The picture of a sale: the same bytes for all, under an address that names them by their hash. */
export function pictureRoutes(app: FastifyInstance): void {
  const { saleCache, db, previews, clock, log } = app.deps;
  const kept = createKeptPictures(db.pictures, createScaleDown(log));

  putPictureRoutes(app);

  rawRoute(app, endpoints.picture, {}, async ({ params: { id }, query, request, reply }) => {
    const published = await saleCache.get(id);
    const shown = (published ?? (await draftFor(request, id, query.preview))).picture;
    const width = shown && query.w && Number(query.w) < shown.width ? query.w : undefined;
    const stored = shown && (await kept.get(id, shown.hash, width));
    if (!shown || !stored) {
      throw new AppError('PICTURE_NOT_FOUND');
    }
    const isNamed = query.v === shown.hash;
    const name = width === undefined ? shown.hash : `${shown.hash}-${width}`;
    const answer = { body: stored.bytes, etag: `"${name}"` };
    reply.removeHeader(requestIdHeader);
    reply.headers({
      etag: answer.etag,
      'cache-control': published ? (isNamed ? UNCHANGING : BRIEF) : TEAM_ONLY,
      'content-disposition': 'inline',
      'cross-origin-resource-policy': 'cross-origin',
      'x-content-type-options': 'nosniff',
    });
    if (isKnown(answer, request.headers['if-none-match'])) {
      return reply.code(304).send();
    }
    return reply.type(stored.type).send(answer.body);
  });

  /** The team sees the picture of a draft, and who has its preview; for all others a draft does not exist. */
  async function draftFor(
    request: FastifyRequest,
    id: string,
    token: string | undefined,
  ): Promise<Sale> {
    const hasPreview = token !== undefined && previews.read(token, clock.now())?.saleId === id;
    const mayLook = hasPreview || (await mayAs(request, 'viewer'));
    const sale = mayLook ? await db.sales.get(id) : null;
    if (sale?.status !== 'draft') {
      throw new AppError('SALE_NOT_FOUND');
    }
    return sale;
  }

  async function mayAs(request: FastifyRequest, role: Role): Promise<boolean> {
    try {
      await app.requireRole(role)(request);
      return true;
    } catch (error) {
      if (error instanceof AppError && error.status < 500) {
        return false;
      }
      throw error;
    }
  }
}

/** In a separate scope: only here bodies are bytes, and may be larger than JSON ever is. */
function putPictureRoutes(app: FastifyInstance): void {
  app.register((scope, _, done) => {
    const { sales, clock } = scope.deps;
    takePicturesOnly(scope);

    const answer = (sale: Sale, reply: FastifyReply) => {
      reply.header('etag', etagOf(sale.version));
      return { ...adminSaleOf(sale, clock.now()), updated: true as const };
    };

    route(scope, endpoints.putPicture, async ({ params, request, reply }) => {
      const seen = versionsOf(request.headers['if-match']);
      const { bytes, type } = sentIn(request);
      const sent = inspectPicture(bytes, type);
      if (!sent) {
        throw new AppError('PICTURE_INVALID');
      }
      return answer(await sales.picture(actorOf(request), params.id, sent, seen), reply);
    });

    route(scope, endpoints.removePicture, async ({ params, request, reply }) => {
      const seen = versionsOf(request.headers['if-match']);
      return answer(await sales.picture(actorOf(request), params.id, null, seen), reply);
    });
    done();
  });
}

function takePicturesOnly(scope: FastifyInstance): void {
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser(
    [...pictureTypes],
    { parseAs: 'buffer', bodyLimit: PICTURE_BYTES_MAX },
    async (_: FastifyRequest, body: Buffer) => body,
  );
  scope.addContentTypeParser('*', async () => {
    throw wrongType();
  });
  scope.setErrorHandler((error: FastifyError) => {
    if (error.code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') {
      throw wrongType();
    }
    if (error.code === 'FST_ERR_CTP_BODY_TOO_LARGE') {
      throw tooLarge();
    }
    throw error;
  });
}

function sentIn({ body, headers }: FastifyRequest): { bytes: Buffer; type: PictureType } {
  const type = pictureType.safeParse(headers['content-type']?.split(';', 1)[0]?.trim());
  if (!type.success || !Buffer.isBuffer(body)) {
    throw wrongType();
  }
  return { bytes: body, type: type.data };
}

function wrongType(): AppError {
  const detail = 'Send the picture itself as image/png, image/jpeg or image/webp.';
  return new AppError('UNSUPPORTED_MEDIA_TYPE', { detail });
}

function tooLarge(): AppError {
  return new AppError('BODY_TOO_LARGE', { detail: 'Pictures may have up to 512 KB.' });
}
