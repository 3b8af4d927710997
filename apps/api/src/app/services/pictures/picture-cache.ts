import type { Pictures, StoredPicture } from '@flash/database';

export interface KeptPictures {
  /** Null: there is none. Many who ask for one that is not kept yet cost one reading. */
  get(saleId: string, hash: string): Promise<StoredPicture | null>;
}

/** Pictures that were asked for lately, so that a crowd does not read them from MongoDB. */
export function createKeptPictures(
  pictures: Pick<Pictures, 'read'>,
  maxBytes = 32 * 1024 * 1024,
): KeptPictures {
  const kept = new Map<string, StoredPicture>();
  const reading = new Map<string, Promise<StoredPicture | null>>();
  let size = 0;

  return {
    async get(saleId, hash) {
      const key = `${saleId}/${hash}`;
      const known = kept.get(key);
      if (known) {
        // Moved to the end: the least recently requested picture is dropped first.
        kept.delete(key);
        kept.set(key, known);
        return known;
      }
      let found = reading.get(key);
      if (!found) {
        found = pictures.read(saleId, hash).finally(() => reading.delete(key));
        reading.set(key, found);
        found.then((picture) => picture && keep(key, picture)).catch(IGNORED);
      }
      return found;
    },
  };

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
