import type { Database, Sale } from '@flash/database';
import type { Engine } from '@flash/reservation';
import type { Scribe } from '../scribe.ts';
import { contains } from './contains.ts';
import { lastFull } from './last-full.ts';

interface FlushDeps {
  engine: Engine;
  db: Database;
  scribe: Scribe;
}

const ENTRIES = 1_000;

/**
 * Stores what a frozen sale has logged since the last block, so that a rebuild loses none of it.
 * Only when its log goes on exactly where the chain ends.
 */
export async function flushTail({ engine, db, scribe }: FlushDeps, sale: Sale): Promise<void> {
  const state = await engine.readState(sale.id);
  const last = await db.blocks.last(sale.id);
  const stored = (fromB?: number) => db.blocks.all(sale.id, fromB);
  const full = await lastFull(stored, last);
  if (!state || (last && last.epoch > state.epoch)) return;
  if (!(await contains({ engine, scribe }, sale, full, state))) return;
  for (let head = last; ; ) {
    const from = (head?.to ?? 0) + 1;
    const entries = await engine.readLog(sale.id, from, ENTRIES);
    if (entries[0]?.n !== from) return;
    const block = scribe.write({ sale, epoch: state.epoch, last: head, entries });
    const outcome = await db.blocks.append(block);
    head = outcome.kind === 'stored' ? block : await db.blocks.last(sale.id);
    if (head && head.epoch > state.epoch) return;
  }
}
