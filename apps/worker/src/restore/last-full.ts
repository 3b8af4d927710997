import type { Block, BlockHead } from '@flash/database';

/** The last block with entries in it, or null. Seals of restores may follow it. */
export async function lastFull(
  blocksFrom: (b: number) => AsyncIterable<Block>,
  last: BlockHead | null,
): Promise<Block | null> {
  if (!last) return null;
  for (let span = 8; ; span *= 8) {
    const from = Math.max(0, last.b - span);
    let found: Block | null = null;
    for await (const block of blocksFrom(from)) {
      if (block.to >= block.from) found = block;
    }
    if (found || from === 0) return found;
  }
}
