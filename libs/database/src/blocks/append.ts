import type { Model } from 'mongoose';
import { isDuplicateKey } from '../connection/errors.ts';
import type { AppendOutcome, Block } from './contract.ts';
import { headOnly, newBlockDoc, toHead } from './mapping.ts';
import type { BlockDoc } from './model.ts';

/** Two writers cannot fork a chain: a number is written once. */
export async function appendBlock(blocks: Model<BlockDoc>, block: Block): Promise<AppendOutcome> {
  const doc = newBlockDoc(block);
  try {
    await blocks.collection.insertOne(doc);
    return { kind: 'stored' };
  } catch (error) {
    if (!isDuplicateKey(error)) {
      throw error;
    }
    const there = await blocks
      .findOne({ flashSaleId: doc.flashSaleId, b: doc.b })
      .select(headOnly)
      .lean<BlockDoc>();
    if (!there) {
      // On its way to a majority, or about to be rolled back: neither answer would be true.
      throw error;
    }
    // My own block, whose answer was lost.
    return there.hash === doc.hash ? { kind: 'stored' } : { kind: 'taken', head: toHead(there) };
  }
}
