import type { Pictures, StoredPicture } from '@flash/database';
import type { PictureWidth } from '@flash/shared-types';

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
