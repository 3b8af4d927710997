import type { Database, Sale } from '@flash/database';
import { type LogEntry, parseEntry } from '@flash/fairness';
import type { Engine } from '@flash/reservation';

const TAIL = 500;

export interface HistoryContext {
  db: Pick<Database, 'blocks' | 'orders' | 'sales'>;
  engine: Pick<Engine, 'readLog'>;
}

/**
 * Everything that happened in a sale from a block on, in order: what is stored, then what still lies
 * in Redis.
 */
export async function* saleLog(
  context: { db: Pick<Database, 'blocks'>; engine: Pick<Engine, 'readLog'> },
  sale: Sale,
  fromB = 0,
): AsyncGenerator<LogEntry> {
  let last = 0;
  for await (const block of context.db.blocks.all(sale.id, fromB)) {
    const buyers = new Map(block.people.map(({ leaf, buyer }) => [leaf, buyer]));
    for (const text of block.entries) {
      const entry = parseEntry(text, (leaf) => buyers.get(leaf) ?? leaf);
      last = entry.n;
      yield entry;
    }
  }
  if (sale.epoch === 0 || sale.status === 'archived') {
    return;
  }
  for (;;) {
    const tail = await context.engine.readLog(sale.id, last + 1, TAIL);
    for (const entry of tail) {
      last = entry.n;
      yield entry;
    }
    if (tail.length < TAIL) {
      return;
    }
  }
}
