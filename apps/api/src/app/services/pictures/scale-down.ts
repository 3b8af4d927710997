import type { StoredPicture } from '@flash/database';
import type { Logger } from '@flash/shared-config';

/** A larger one is sent whole: unpacked it would take more memory than a process has to spare. */
const PIXELS_MAX = 24_000_000;
const QUALITY = 75;

/**
 * Makes narrower copies in WebP, one after the other: a process that serves a sale has one core for them at most.
 * What cannot be copied, or would not be smaller, stays as it is.
 */
export function createScaleDown(log: Pick<Logger, 'warn'>) {
  let last: Promise<unknown> = Promise.resolve();

  return (picture: StoredPicture, width: number): Promise<StoredPicture> => {
    const copy = last
      .then(() => copyOf(picture, width))
      .catch((error: unknown) => {
        log.warn({ err: error, width }, 'a picture is sent whole: it could not be scaled down');
        return picture;
      });
    last = copy;
    return copy;
  };
}

async function copyOf(picture: StoredPicture, width: number): Promise<StoredPicture> {
  // Loaded with the first picture: most processes and programs never need it.
  const { default: sharp } = await import('sharp');
  const bytes = await sharp(picture.bytes, { limitInputPixels: PIXELS_MAX, sequentialRead: true })
    .autoOrient()
    .resize({ width, withoutEnlargement: true })
    .webp({ quality: QUALITY })
    .toBuffer();
  return bytes.length < picture.bytes.length ? { type: 'image/webp', bytes } : picture;
}
