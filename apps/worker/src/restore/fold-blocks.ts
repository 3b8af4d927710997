import type { Block, BlockHead, Sale } from '@flash/database';
import { applyEntry, emptyFold } from '@flash/fairness';
import { foldedState, type SaleState } from '@flash/reservation';
import { ChainError, type Scribe } from '../log-store/block-codec.ts';

/** The state that the stored log tells, or why it cannot be believed. */
export async function foldBlocks(
  scribe: Scribe,
  sale: Sale,
  blocks: AsyncIterable<Block>,
): Promise<{ state: SaleState } | { halt: string }> {
  const fold = emptyFold();
  let last: BlockHead | null = null;
  try {
    for await (const block of blocks) {
      for (const entry of scribe.read(sale, block, last)) applyEntry(fold, entry);
      last = block;
    }
  } catch (error) {
    if (error instanceof ChainError) return { halt: error.message };
    throw error;
  }
  if (fold.unknown.size > 0) {
    // A worker of a later version knows what they mean, and will restore the sale.
    return { halt: `the log has entries of types unknown here: ${[...fold.unknown].join(', ')}` };
  }
  return { state: foldedState(fold, sale.startingQuantity) };
}
