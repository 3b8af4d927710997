import type { Database, Sale } from '@flash/database';
import type { Engine } from '@flash/reservation';
import type { Scribe } from '../log-store/block-codec.ts';
import { readPage } from '../log-store/log-page.ts';
import { lastFull } from './last-full.ts';
import { contains } from './stored-chain.ts';

interface FlushDeps {
  engine: Engine;
  db: Database;
  scribe: Scribe;
}

/**
 * Stores what a frozen sale has logged since the last block, so that a rebuild loses none of it.
 * Only when its log goes on exactly where the chain ends; false when it does not.
 */
export async function flushTail({ engine, db, scribe }: FlushDeps, sale: Sale): Promise<boolean> {
  const state = await engine.readState(sale.id);
  const last = await db.blocks.last(sale.id);
  const stored = (fromB?: number) => db.blocks.all(sale.id, fromB);
  const full = await lastFull(stored, last);
  if (!state) return true;
  if (last && last.epoch > state.epoch) return false;
  if (!(await contains({ engine, scribe }, sale, full, state))) return false;
  for (let head = last; ; ) {
    const from = (head?.to ?? 0) + 1;
    const { entries } = await readPage(engine, sale.id, from);
    if (entries[0]?.n !== from) return entries.length === 0 && from > state.n;
    const block = scribe.write({ sale, epoch: state.epoch, last: head, entries });
    const outcome = await db.blocks.append(block);
    head = outcome.kind === 'stored' ? block : await db.blocks.last(sale.id);
    if (head && head.epoch > state.epoch) return false;
  }
}
