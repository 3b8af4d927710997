import { createHash } from 'node:crypto';
import type { SalePicture } from '@flash/database';
import type { PictureType } from '@flash/shared-types';
import { bareJpeg, jpegSize } from './jpeg.ts';
import { barePng, pngSize } from './png.ts';
import type { Size } from './size.ts';
import { bareWebp, webpSize } from './webp.ts';

const kinds: Record<
  PictureType,
  { size: (file: Buffer) => Size | null; bare: (file: Buffer) => Buffer }
> = {
  'image/png': { size: pngSize, bare: barePng },
  'image/jpeg': { size: jpegSize, bare: bareJpeg },
  'image/webp': { size: webpSize, bare: bareWebp },
};

/**
 * Trusts only the bytes: from the first to the last they have to be one picture of the type they were
 * sent as. Null when they are not. The result is stored and public, so the metadata of the camera is
 * removed, above all the location.
 */
export function inspectPicture(
  file: Buffer,
  type: PictureType,
): { picture: SalePicture; bytes: Buffer } | null {
  const kind = kinds[type];
  if (!kind.size(file)) {
    return null;
  }
  const bytes = kind.bare(file);
  const size = kind.size(bytes);
  if (!size) {
    return null;
  }
  const hash = createHash('sha256').update(bytes).digest('base64url').slice(0, 32);
  return { picture: { hash, type, ...size }, bytes };
}
