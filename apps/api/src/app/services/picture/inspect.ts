import { createHash } from 'node:crypto';
import type { SalePicture } from '@flash/database';
import type { PictureType } from '@flash/shared-types';
import { jpegSize } from './jpeg.ts';
import { pngSize } from './png.ts';
import type { Size } from './size.ts';
import { webpSize } from './webp.ts';

const readers: Record<PictureType, (file: Buffer) => Size | null> = {
  'image/png': pngSize,
  'image/jpeg': jpegSize,
  'image/webp': webpSize,
};

/**
 * Believes nothing but the bytes: they have to be, from the first to the last, one picture of the
 * type they were sent as. Null when they are not.
 */
export function inspectPicture(file: Buffer, type: PictureType): SalePicture | null {
  const size = readers[type](file);
  if (!size) return null;
  const hash = createHash('sha256').update(file).digest('base64url').slice(0, 32);
  return { hash, type, ...size };
}
