import { z } from 'zod';
import { optional } from '../query.ts';
import { count } from '../scalars.ts';

/** Pictures only, and no vector ones: those may carry scripts. */
export const pictureTypes = ['image/png', 'image/jpeg', 'image/webp'] as const;
export const pictureType = z.enum(pictureTypes);
export type PictureType = z.infer<typeof pictureType>;

export const PICTURE_BYTES_MAX = 512 * 1024;
/** Pixels of the longer side. */
export const PICTURE_SIDE_MAX = 8_192;

/** `url` is a path of the API and names the content: other bytes have another url. */
export const picture = z.object({ url: z.string(), width: count, height: count });
export type Picture = z.infer<typeof picture>;

/** Narrower copies that the API makes: phones and cards show no more of a large picture. */
export const pictureWidth = z.enum(['640', '1280']);
export type PictureWidth = z.infer<typeof pictureWidth>;

export const pictureQuery = z.object({
  v: optional(z.string().regex(/^[A-Za-z0-9_-]{1,64}$/)),
  w: optional(pictureWidth),
  /** The token of a preview shows the picture of its draft. */
  preview: optional(z.string().max(200)),
});
/** Bytes, not JSON. */
export const pictureBytes = z.string().meta({ format: 'binary' });

export function pictureUrl(saleId: string, hash: string): string {
  return `/flash-sales/${saleId}/picture?v=${hash}`;
}
