import type { mongo } from 'mongoose';
import { isDuplicateKey } from './connection/errors.ts';

/** What the payment provider told, so that each message is applied once. */
export interface ProviderEvents {
  /** False: it was applied before. True for one that a dead process began with: applying can be repeated. */
  begin(id: string, now: number): Promise<boolean>;
  done(id: string, now: number): Promise<void>;
}

interface ProviderEventDoc {
  /** As the provider names it. */
  _id: string;
  at: Date;
  doneAt: Date | null;
}

export function createProviderEvents(db: mongo.Db): ProviderEvents {
  const docs = db.collection<ProviderEventDoc>('providerevents');
  return {
    async begin(id, now) {
      try {
        await docs.insertOne({ _id: id, at: new Date(now), doneAt: null });
        return true;
      } catch (error) {
        if (!isDuplicateKey(error)) {
          throw error;
        }
        const known = await docs.findOne({ _id: id });
        return known?.doneAt === null;
      }
    },
    async done(id, now) {
      await docs.updateOne({ _id: id }, { $set: { doneAt: new Date(now) } });
    },
  };
}
