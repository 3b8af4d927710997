import type { Block, Sale } from '@flash/database';
import type { Engine, SaleState } from '@flash/reservation';
import type { Scribe } from '../log-store/block-codec.ts';

/**
 * True when the state in Redis has in it whatever was stored last: the very entries of that block,
 * which no older copy and no other branch can have, or a rebuild that was made of them.
 */
export async function contains(
  { engine, scribe }: { engine: Engine; scribe: Scribe },
  sale: Sale,
  block: Block | null,
  state: SaleState,
): Promise<boolean> {
  if (!block) return true;
  if (state.epoch < block.epoch || state.n < block.to) return false;
  const [next] = await engine.readLog(sale.id, block.to + 1, 1);
  const isRebuild = next?.type === 'adopt' && next.how === 'rebuild' && next.epoch > block.epoch;
  if (isRebuild && next.n === block.to + 1) return true;
  const count = block.to - block.from + 1;
  const entries = await engine.readLog(sale.id, block.from, count);
  if (entries.length !== count) return false;
  const before = { b: block.b - 1, to: block.from - 1, hash: block.prev };
  return scribe.write({ sale, epoch: block.epoch, last: before, entries }).hash === block.hash;
}
