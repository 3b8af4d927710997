import type { mongo } from 'mongoose';
import type { SalePicture } from './types.ts';

interface PictureDoc {
  /** `<sale>/<hash>`: what a sale may show lies side by side in the one index there is. */
  _id: string;
  type: SalePicture['type'];
  bytes: mongo.Binary;
  at: Date;
}

export type PictureDocs = mongo.Collection<PictureDoc>;

export function pictureDocs(db: mongo.Db): PictureDocs {
  return db.collection<PictureDoc>('pictures');
}

export function ofSale(saleId: string): { $gt: string; $lt: string } {
  return { $gt: `${saleId}/`, $lt: `${saleId}0` };
}

export function createPictures(docs: PictureDocs): Pictures {
  return {
    async put(saleId, { hash, type }, bytes, now) {
      const at = new Date(now);
      await docs.updateOne(
        { _id: `${saleId}/${hash}` },
        // The driver stores a buffer as the binary it declares.
        { $setOnInsert: { type, bytes: bytes as unknown as mongo.Binary }, $max: { at } },
        { upsert: true },
      );
    },
    async read(saleId, hash) {
      const found = await docs.findOne({ _id: `${saleId}/${hash}` });
      return found && { type: found.type, bytes: Buffer.from(found.bytes.value()) };
    },
    async tidy(saleId, shown, since) {
      await docs.deleteMany({
        _id: { ...ofSale(saleId), $ne: `${saleId}/${shown ?? ''}` },
        at: { $lt: new Date(since) },
      });
    },
  };
}

export interface StoredPicture {
  type: SalePicture['type'];
  bytes: Buffer;
}

/**
 * The bytes of pictures, beside the sales and never in them: a sale is read and written all the
 * time. Each is kept under the name of its content, so a sale never names bytes that are not there.
 */
export interface Pictures {
  /** Before a sale names it. Repeating it changes nothing. */
  put(saleId: string, picture: SalePicture, bytes: Buffer, now: number): Promise<void>;
  read(saleId: string, hash: string): Promise<StoredPicture | null>;
  /** Forgets what the sale does not show, but for what was put since: it may be shown next. */
  tidy(saleId: string, shown: string | null, since: number): Promise<void>;
}
