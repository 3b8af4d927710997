import type { PreflightResult } from '@flash/shared-types';
import type { mongo } from 'mongoose';

export interface Preflights {
  /** In place of the result before: only the last one says something about the sale to come. */
  put(saleId: string, result: PreflightResult): Promise<void>;
  of(saleId: string): Promise<PreflightResult | null>;
}

type PreflightDoc = Omit<PreflightResult, 'at'> & { _id: string; at: Date };

export function createPreflights(db: mongo.Db): Preflights {
  const results = db.collection<PreflightDoc>('preflights');
  return {
    async put(saleId, { at, ...result }) {
      const fields = { ...result, at: new Date(at) };
      await results.updateOne({ _id: saleId }, { $set: fields }, { upsert: true });
    },
    async of(saleId) {
      const found = await results.findOne({ _id: saleId });
      if (!found) {
        return null;
      }
      const { _id, at, ...result } = found;
      return { ...result, at: at.toISOString() };
    },
  };
}
