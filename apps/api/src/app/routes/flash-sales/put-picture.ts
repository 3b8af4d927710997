import type { Sale } from '@flash/database';
import {
  endpoints,
  PICTURE_BYTES_MAX,
  type PictureType,
  pictureType,
  pictureTypes,
} from '@flash/shared-types';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '../../errors.ts';
import { inspectPicture } from '../../services/picture/inspect.ts';
import { adminSaleOf } from '../../services/sale-view.ts';
import { actorOf } from '../actor.ts';
import { route } from '../endpoint-route.ts';
import { etagOf, versionsOf } from './etag.ts';

/** In a scope of its own: here alone bodies are bytes, and may be larger than JSON ever is. */
export function putPictureRoutes(app: FastifyInstance): void {
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
      if (!sent) throw new AppError('PICTURE_INVALID');
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
    if (error.code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') throw wrongType();
    if (error.code === 'FST_ERR_CTP_BODY_TOO_LARGE') throw tooLarge();
    throw error;
  });
}

function sentIn({ body, headers }: FastifyRequest): { bytes: Buffer; type: PictureType } {
  const type = pictureType.safeParse(headers['content-type']?.split(';', 1)[0]?.trim());
  if (!type.success || !Buffer.isBuffer(body)) throw wrongType();
  return { bytes: body, type: type.data };
}

function wrongType(): AppError {
  const detail = 'Send the picture itself as image/png, image/jpeg or image/webp.';
  return new AppError('UNSUPPORTED_MEDIA_TYPE', { detail });
}

function tooLarge(): AppError {
  return new AppError('BODY_TOO_LARGE', { detail: 'Pictures may have up to 512 KB.' });
}
