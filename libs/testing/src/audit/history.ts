import { faultOf, type LogEntry, parseEntry, type Violation } from '@flash/fairness';
import type { DatabaseReader, EngineReader, StoredBlock } from './readers.ts';

const PAGE = 5_000;

/** The whole log of a sale: its stored blocks, and what Redis has after them. */
export async function readHistory(
  saleId: string,
  engine: EngineReader,
  database: DatabaseReader,
): Promise<{ entries: LogEntry[]; faults: Violation[] }> {
  const entries: LogEntry[] = [];
  const faults: Violation[] = [];
  const buyers = new Map<string, string>();
  let last: StoredBlock | null = null;
  for await (const block of database.blocks.all(saleId)) {
    const fault = faultOf(block, last);
    if (fault) {
      faults.push(brokenAt(block.b, fault));
    }
    for (const { leaf, buyer } of block.people) {
      buyers.set(leaf, buyer);
    }
    for (const text of block.entries) {
      entries.push(parseEntry(text, (leaf) => buyers.get(leaf) ?? leaf));
    }
    last = block;
  }
  for (let from = (last?.to ?? 0) + 1; ; ) {
    const page = await engine.readLog(saleId, from, PAGE);
    for (const entry of page) {
      entries.push(entry);
    }
    if (page.length < PAGE) {
      return { entries, faults };
    }
    from += page.length;
  }
}

function brokenAt(b: number, fault: string): Violation {
  return { invariant: 'I9', code: 'CHAIN_BROKEN', detail: `block ${b}: ${fault}` };
}
