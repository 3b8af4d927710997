import type { Pictures, StoredPicture } from '@flash/database';
import type { Logger } from '@flash/shared-config';
import type { PictureWidth } from '@flash/shared-types';

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

export interface KeptPictures {
  /** Null: there is none. Many who ask for one that is not kept yet cost one reading, and one copy of that width. */
  get(saleId: string, hash: string, width?: PictureWidth): Promise<StoredPicture | null>;
}

type ScaleDown = (picture: StoredPicture, width: number) => Promise<StoredPicture>;

/** Pictures that were asked for lately, so that a crowd does not read them from MongoDB. */
export function createKeptPictures(
  pictures: Pick<Pictures, 'read'>,
  scaleDown: ScaleDown,
  maxBytes = 32 * 1024 * 1024,
): KeptPictures {
  const kept = new Map<string, StoredPicture>();
  const reading = new Map<string, Promise<StoredPicture | null>>();
  let size = 0;

  return {
    get: (saleId, hash, width) =>
      width === undefined
        ? shared(`${saleId}/${hash}`, () => pictures.read(saleId, hash))
        : shared(`${saleId}/${hash}/${width}`, () => narrower(saleId, hash, Number(width))),
  };

  async function narrower(saleId: string, hash: string, width: number) {
    const whole = await shared(`${saleId}/${hash}`, () => pictures.read(saleId, hash));
    return whole && scaleDown(whole, width);
  }

  async function shared(
    key: string,
    load: () => Promise<StoredPicture | null>,
  ): Promise<StoredPicture | null> {
    const known = kept.get(key);
    if (known) {
      // Moved to the end: the least recently requested picture is dropped first.
      kept.delete(key);
      kept.set(key, known);
      return known;
    }
    let found = reading.get(key);
    if (!found) {
      found = load().finally(() => reading.delete(key));
      reading.set(key, found);
      found.then((picture) => picture && keep(key, picture)).catch(IGNORED);
    }
    return found;
  }

  function keep(key: string, picture: StoredPicture): void {
    // Another reading of it has finished in the meantime; its size counts once.
    if (kept.has(key)) {
      return;
    }
    kept.set(key, picture);
    size += picture.bytes.length;
    for (const [oldest, { bytes }] of kept) {
      if (size <= maxBytes) {
        return;
      }
      kept.delete(oldest);
      size -= bytes.length;
    }
  }
}

/** The callers that wait for the reading are told of its failure. */
const IGNORED = () => undefined;
