import { setTimeout as sleep } from 'node:timers/promises';
import type { BlockHead, Sale } from '@flash/database';
import type { Tools } from './tools.ts';

export interface BlockWriter {
  /** Writes what is new in the log, until there is nothing more for a while. */
  store(saleId: string): Promise<void>;
  forget(saleId: string): void;
}

type BlockDeps = Pick<
  Tools,
  'engine' | 'db' | 'scribe' | 'crash' | 'metrics' | 'memories' | 'alert' | 'election'
>;

const ENTRIES = 1_000;
const GATHER_MS = 50;
/** Reads without news after which the next look has to call again. */
const PATIENCE = 4;
/** One writer at a time saves the others the hashing; a dead one is followed after this time. */
const LEAD_MS = 1_000;

interface Desk {
  sale: Sale;
  last: BlockHead | null;
}

interface WriterDeps extends BlockDeps {
  /** The log lost entries that were not stored: nothing can be written after them. */
  onGap: (saleId: string) => void;
}

/** Moves the log into the chain of blocks. Any number of writers: a block number is written once. */
export function createBlockWriter(deps: WriterDeps): BlockWriter {
  const desks = new Map<string, Desk>();

  async function deskOf(saleId: string): Promise<Desk | null> {
    const known = desks.get(saleId);
    if (known) return known;
    const sale = await deps.db.sales.get(saleId);
    if (!sale) return null;
    const desk = { sale, last: await deps.db.blocks.last(saleId) };
    desks.set(saleId, desk);
    return desk;
  }

  return {
    async store(saleId) {
      for (let quiet = 0; quiet < PATIENCE; ) {
        if (!(await deps.election.lead(`blocks:${saleId}`, LEAD_MS))) return;
        const desk = await deskOf(saleId);
        const outcome = desk ? await writeBlock(deps, desk) : 'stop';
        if (outcome === 'stop' || outcome === 'taken') desks.delete(saleId);
        if (outcome === 'stop') return;
        quiet = outcome === 'nothing' ? quiet + 1 : 0;
        if (outcome !== 'full') await sleep(GATHER_MS);
      }
    },
    forget(saleId) {
      desks.delete(saleId);
    },
  };
}

type Written = 'full' | 'stored' | 'nothing' | 'taken' | 'stop';

async function writeBlock(deps: WriterDeps, desk: Desk): Promise<Written> {
  const { engine, db, scribe, crash, metrics, memories, alert } = deps;
  const { sale, last } = desk;
  const from = (last?.to ?? 0) + 1;
  // The epoch is read before the entries, never after: entries of a state that is being replaced
  // would else be signed with the epoch of the state that replaces it.
  const shot = await engine.snapshot(sale.id);
  if (shot.kind === 'unavailable' || (last && last.epoch > shot.epoch)) return 'stop';
  memories.of(sale.id).storedN = from - 1;
  if (shot.n < from) return 'nothing';
  const entries = await engine.readLog(sale.id, from, ENTRIES);
  const first = entries[0];
  if (!first) return 'nothing';
  if (first.n !== from) {
    alert('chain', sale.id, { expected: from, found: first.n });
    deps.onGap(sale.id);
    return 'stop';
  }
  const block = scribe.write({ sale, epoch: shot.epoch, last, entries });
  crash('B0');
  const outcome = await db.blocks.append(block);
  if (outcome.kind === 'taken') return 'taken';
  crash('B1');
  const { entries: _entries, people: _people, ...head } = block;
  desk.last = head;
  metrics.blocksStored.inc();
  metrics.entriesStored.inc(entries.length);
  metrics.unstored.set({ sale: sale.id }, Math.max(0, shot.n - block.to));
  memories.of(sale.id).storedN = block.to;
  await engine.stored(sale.id, { epoch: shot.epoch, n: block.to });
  return entries.length === ENTRIES ? 'full' : 'stored';
}
