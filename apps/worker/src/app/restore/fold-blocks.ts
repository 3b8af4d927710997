import type { Block, BlockHead, Sale } from '@flash/database';
import { applyEntry, emptyFold, type Fold, lineOf } from '@flash/fairness';
import { epochBase, type SaleState } from '@flash/reservation';
import { ChainError, type Scribe } from '../scribe.ts';

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
  return { state: stateOf(fold, sale) };
}

function stateOf(fold: Fold, sale: Sale): SaleState {
  return {
    // Nothing was stored: everything since the first epoch is gone.
    epoch: fold.epoch || 1,
    n: fold.n,
    seq: fold.seq || epochBase(1),
    serving: fold.serving,
    granted: fold.granted,
    unitTop: fold.unitTop || sale.startingQuantity,
    at: fold.at,
    waiting: lineOf(fold),
    holds: [...fold.holds.values()],
    remains: [...fold.remains.values()],
    sold: [...fold.sold.values()],
    networks: fold.networks,
    lost: fold.lost,
  };
}
