import { randomBytes } from 'node:crypto';
import type { Block, Sale } from '@flash/database';
import { expect, test } from 'vitest';
import { createBlockCodec } from '../log-store/block-codec.ts';
import { foldBlocks } from './stored-chain.ts';

const sale = { id: 'a'.repeat(24), leafKey: randomBytes(32).toString('base64url') } as Sale;
const codec = createBlockCodec();

/** Blocks that are at hand at once, as those of one answer of the database are. */
async function* chainOf(length: number): AsyncGenerator<Block> {
  let last: Block | null = null;
  for (let n = 1; n <= length; n += 1) {
    const place = { seq: 1_000_000_000 + n, buyer: `b${n}`, late: false };
    const entries = [{ n, at: 1_000 + n, type: 'join' as const, ...place }];
    last = codec.encode({ sale, epoch: 1, last, entries }) as Block;
    yield last;
  }
}

test('while a long log is read the process still keeps its locks and answers', async () => {
  let turns = 0;
  const timer = setInterval(() => {
    turns += 1;
  }, 1);
  const folded = await foldBlocks(codec, sale, chainOf(2_000));
  clearInterval(timer);
  expect(folded).toMatchObject({ state: { n: 2_000 } });
  expect(turns).toBeGreaterThan(1);
});
