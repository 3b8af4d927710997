import { type LogEntry, parseEntry } from '@flash/fairness';
import type { Blocks } from './blocks/contract.ts';
import type { Sale } from './types.ts';

const TAIL = 500;

interface LogSources {
  db: { blocks: Pick<Blocks, 'all'> };
  /** What is not stored yet. */
  engine: { readLog(saleId: string, from: number, count: number): Promise<LogEntry[]> };
}

/**
 * Everything that happened in a sale from a block on, in order: what is stored, then what still lies
 * in Redis.
 */
export async function* saleLog(
  { db, engine }: LogSources,
  sale: Pick<Sale, 'id' | 'epoch' | 'status'>,
  fromB = 0,
): AsyncGenerator<LogEntry> {
  let last = 0;
  for await (const block of db.blocks.all(sale.id, fromB)) {
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
    const tail = await engine.readLog(sale.id, last + 1, TAIL);
    for (const entry of tail) {
      last = entry.n;
      yield entry;
    }
    if (tail.length < TAIL) {
      return;
    }
  }
}
