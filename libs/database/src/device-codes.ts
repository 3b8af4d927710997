import type { mongo } from 'mongoose';

/** One place: a newer code of it voids the older. */
export interface CodedPlace {
  saleId: string;
  buyer: string;
  seq: number;
}

export interface NewDeviceCode extends CodedPlace {
  /** Finds the code without telling it. */
  hash: string;
  /** The ticket, readable with the code alone. */
  sealed: string;
  now: number;
  expiresAt: number;
}

export interface StoredDeviceCode extends CodedPlace {
  sealed: string;
}

/** Codes that open a guest's place on another device, each once. */
export interface DeviceCodes {
  put(code: NewDeviceCode): Promise<void>;
  /** One that can still be used, or was used by this very caller. */
  find(hash: string, by: string, now: number): Promise<StoredDeviceCode | null>;
  /** Single use: one caller gets it, and may repeat the call. */
  use(hash: string, by: string, now: number): Promise<boolean>;
  /** Of the newest code of a place. */
  read(place: CodedPlace): Promise<{ expiresAt: number; usedAt: number | null } | null>;
  forget(saleId: string, buyer: string): Promise<void>;
}

interface DeviceCodeDoc {
  /** `<sale>/<buyer>/<seq>` */
  _id: string;
  hash: string;
  sealed: string;
  createdAt: Date;
  expiresAt: Date;
  usedAt: Date | null;
  usedBy: string | null;
}

export function createDeviceCodes(db: mongo.Db): DeviceCodes {
  const docs = db.collection<DeviceCodeDoc>('devicecodes');
  const idOf = ({ saleId, buyer, seq }: CodedPlace) => `${saleId}/${buyer}/${seq}`;
  const usable = (hash: string, by: string, now: number) => ({
    hash,
    expiresAt: { $gt: new Date(now) },
    $or: [{ usedAt: null }, { usedBy: by }],
  });

  return {
    async put({ hash, sealed, now, expiresAt, ...place }) {
      const code = {
        ...{ hash, sealed, createdAt: new Date(now), expiresAt: new Date(expiresAt) },
        ...{ usedAt: null, usedBy: null },
      };
      await docs.replaceOne({ _id: idOf(place) }, code, { upsert: true });
    },
    async find(hash, by, now) {
      const found = await docs.findOne(usable(hash, by, now));
      const [saleId, buyer, seq] = found?._id.split('/') ?? [];
      return found && saleId && buyer
        ? { saleId, buyer, seq: Number(seq), sealed: found.sealed }
        : null;
    },
    async use(hash, by, now) {
      const usedAt = { $ifNull: ['$usedAt', new Date(now)] };
      const used = await docs.updateOne(usable(hash, by, now), [{ $set: { usedAt, usedBy: by } }]);
      return used.matchedCount === 1;
    },
    async read(place) {
      const found = await docs.findOne({ _id: idOf(place) }, { projection: { sealed: 0 } });
      return (
        found && {
          expiresAt: found.expiresAt.getTime(),
          usedAt: found.usedAt?.getTime() ?? null,
        }
      );
    },
    async forget(saleId, buyer) {
      await docs.deleteMany({ _id: { $gt: `${saleId}/${buyer}/`, $lt: `${saleId}/${buyer}0` } });
    },
  };
}
