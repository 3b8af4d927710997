import type { Blocks, Sale } from '@flash/database';
import type { Scribe } from '../log-store/block-codec.ts';

/**
 * Ends the chain of older epochs with an empty block of this one: a block that was prepared before
 * meets a number that is taken. False when a newer epoch was quicker.
 */
export async function seal(blocks: Blocks, scribe: Scribe, sale: Sale): Promise<boolean> {
  for (;;) {
    const last = await blocks.last(sale.id);
    if (last && last.epoch > sale.epoch) return false;
    const empty = scribe.write({ sale, epoch: sale.epoch, last, entries: [] });
    const outcome = await blocks.append(empty);
    if (outcome.kind === 'stored') return true;
  }
}
