import { setImmediate as turn } from 'node:timers/promises';
import type { Block, BlockHead, Blocks, Database, Sale } from '@flash/database';
import { applyEntry, countsOf, emptyFold } from '@flash/fairness';
import { type Engine, foldedState, type SaleState } from '@flash/reservation';
import { type BlockCodec, ChainError } from '../log-store/block-codec.ts';
import { readPage } from '../log-store/log-page.ts';
import { openLogReader, readOn } from '../log-store/log-reader.ts';

/**
 * True when the state in Redis has in it whatever was stored last: the very entries of that block,
 * which no older copy and no other branch can have, or a rebuild that was made of them.
 */
export async function contains(
  { engine, codec }: { engine: Engine; codec: BlockCodec },
  sale: Sale,
  block: Block | null,
  state: SaleState,
): Promise<boolean> {
  if (!block) {
    return true;
  }
  if (state.epoch < block.epoch || state.n < block.to) {
    return false;
  }
  const [next] = await engine.readLog(sale.id, block.to + 1, 1);
  const isRebuild = next?.type === 'adopt' && next.how === 'rebuild' && next.epoch > block.epoch;
  if (isRebuild && next.n === block.to + 1) {
    return true;
  }
  const count = block.to - block.from + 1;
  const entries = await engine.readLog(sale.id, block.from, count);
  const before = { b: block.b - 1, to: block.from - 1, hash: block.prev };
  return codec.encode({ sale, epoch: block.epoch, last: before, entries }).hash === block.hash;
}

/** The last block with entries in it, or null. Seals of restores may follow it. */
export async function lastFull(
  blocksFrom: (b: number) => AsyncIterable<Block>,
  last: BlockHead | null,
): Promise<Block | null> {
  if (!last) {
    return null;
  }
  for (let span = 8; ; span *= 8) {
    const from = Math.max(0, last.b - span);
    let found: Block | null = null;
    for await (const block of blocksFrom(from)) {
      if (block.to >= block.from) {
        found = block;
      }
    }
    if (found || from === 0) {
      return found;
    }
  }
}

/**
 * The state that the stored log tells, or why the log cannot be used. A long log takes seconds, in which the process has
 * to renew the lock that keeps other workers from starting the same work: the event loop goes on after each block.
 */
export async function foldBlocks(
  codec: BlockCodec,
  sale: Sale,
  blocks: AsyncIterable<Block>,
): Promise<{ state: SaleState } | { halt: string }> {
  const fold = emptyFold();
  let last: BlockHead | null = null;
  try {
    for await (const block of blocks) {
      for (const entry of codec.decode(sale, block, last)) {
        applyEntry(fold, entry);
      }
      last = block;
      await turn();
    }
  } catch (error) {
    if (error instanceof ChainError) {
      return { halt: error.message };
    }
    throw error;
  }
  if (fold.unknown.size > 0) {
    // A worker of a later version knows what they mean, and will restore the sale.
    return { halt: `the log has entries of types unknown here: ${[...fold.unknown].join(', ')}` };
  }
  return { state: foldedState(fold) };
}

/** A longer log takes longer to read than buyers should wait for a sale that is most likely in order. */
const COMPARED_MAX = 20_000;

/**
 * Whether a frozen state has other numbers than its log up to the same entry: a key was lost, and no auditor has looked
 * since. False for a log that is long, or does not reach that entry.
 */
export async function differsFromLog(deps: FlushDeps, sale: Sale): Promise<boolean> {
  const last = await deps.db.blocks.last(sale.id);
  // Whatever the state is, it cannot be compared then: to read all of it would only keep buyers waiting.
  if (last && last.to > COMPARED_MAX) {
    return false;
  }
  const state = await deps.engine.readState(sale.id);
  if (!state || state.n > COMPARED_MAX) {
    return false;
  }
  const reader = await openLogReader(deps, sale, 0);
  const isWhole = await readOn(deps, { saleId: sale.id, epoch: state.epoch }, reader, state.n);
  const { fold } = reader.auditor;
  if (!isWhole || fold.n !== state.n || fold.unknown.size > 0) {
    return false;
  }
  const { waiting, held, claimed, sold } = countsOf(fold);
  const counted = [waiting, held + claimed, sold];
  const { lineLength = waiting, holds, sold: soldNow } = state;
  return [lineLength, holds.length, soldNow.length].some((count, i) => count !== counted[i]);
}

interface FlushDeps {
  engine: Engine;
  db: Database;
  codec: BlockCodec;
}

/**
 * Stores what a frozen sale has logged since the last block, so that a rebuild loses none of it.
 * Only when its log goes on exactly where the chain ends; false when it does not.
 */
export async function flushTail({ engine, db, codec }: FlushDeps, sale: Sale): Promise<boolean> {
  const state = await engine.readState(sale.id);
  const last = await db.blocks.last(sale.id);
  const stored = (fromB?: number) => db.blocks.all(sale.id, fromB);
  const full = await lastFull(stored, last);
  if (!state) {
    return true;
  }
  if (last && last.epoch > state.epoch) {
    return false;
  }
  if (!(await contains({ engine, codec }, sale, full, state))) {
    return false;
  }
  const log = { saleId: sale.id, epoch: state.epoch };
  for (let head = last; ; ) {
    const from = (head?.to ?? 0) + 1;
    const { entries } = await readPage(engine, log, from, codec.page);
    if (entries[0]?.n !== from) {
      return from > state.n;
    }
    const block = codec.encode({ sale, epoch: state.epoch, last: head, entries });
    const outcome = await db.blocks.append(block);
    head = outcome.kind === 'stored' ? block : await db.blocks.last(sale.id);
    if (head && head.epoch > state.epoch) {
      return false;
    }
  }
}

/**
 * Ends the chain of older epochs with an empty block of this one: a block that was prepared before
 * meets a number that is taken. False when a newer epoch was quicker.
 */
export async function seal(blocks: Blocks, codec: BlockCodec, sale: Sale): Promise<boolean> {
  for (;;) {
    const last = await blocks.last(sale.id);
    if (last && last.epoch > sale.epoch) {
      return false;
    }
    const empty = codec.encode({ sale, epoch: sale.epoch, last, entries: [] });
    const outcome = await blocks.append(empty);
    if (outcome.kind === 'stored') {
      return true;
    }
  }
}
