import type { SalePicture } from '../types.ts';

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
