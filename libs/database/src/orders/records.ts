import type { Model } from 'mongoose';
import { isDuplicateKey } from '../connection/errors.ts';
import { objectId } from '../connection/ids.ts';
import type { ClaimRecord } from '../types.ts';
import type { NewVoid, Orders } from './contract.ts';
import { newVoidDoc, toRecord } from './mapping.ts';
import type { OrderDoc, RecordDoc } from './model.ts';

/** An open transaction that holds the same key makes an insert wait: not for longer than this. */
const INSERT_MS_MAX = 2_000;

/** The first record on (sale, fence) decides: these are the only ways to write a void and to read which one it is. */
export function createRecords(
  records: Model<OrderDoc>,
): Pick<Orders, 'byFence' | 'insertVoid' | 'recorded'> {
  async function byFence(saleId: string, fence: number): Promise<ClaimRecord | null> {
    const found = await records
      .findOne({ flashSaleId: objectId(saleId), fence })
      .maxTimeMS(INSERT_MS_MAX)
      .lean<RecordDoc>();
    return found && toRecord(found);
  }

  return {
    byFence,
    async insertVoid(record: NewVoid): Promise<ClaimRecord | null> {
      try {
        await records.collection.insertOne(newVoidDoc(record, new Date()), {
          maxTimeMS: INSERT_MS_MAX,
        });
      } catch (error) {
        if (!isDuplicateKey(error) && !mayHaveLanded(error)) {
          throw error;
        }
      }
      // Also after success: only what a majority has, read on the primary, counts.
      return byFence(record.saleId, record.fence);
    },
    async recorded(saleId: string, fences: readonly number[]): Promise<Set<number>> {
      const found = await records
        .find({ flashSaleId: objectId(saleId), fence: { $in: [...fences] } })
        .select({ fence: 1, _id: 0 })
        .lean<{ fence: number }[]>();
      return new Set(found.map((one) => one.fence));
    },
  };
}

const MAX_TIME_EXPIRED = 50;
const WRITE_CONCERN_TIMEOUT = 64;

/** It ran out of time, here or on its way to a majority: the read that follows tells. */
function mayHaveLanded(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === MAX_TIME_EXPIRED || code === WRITE_CONCERN_TIMEOUT;
}
