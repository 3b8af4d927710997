import { setTimeout as sleep } from 'node:timers/promises';
import type { Block, BlockHead, Sale } from '@flash/database';
import type { Snapshot } from '@flash/reservation';
import { readPage } from './log-page.ts';
import type { Tools } from './tools.ts';

export interface BlockWriter {
  /** Writes what is new in the log, until there is nothing more for a while. */
  store(saleId: string): Promise<void>;
  forget(saleId: string): void;
}

interface WriterDeps
  extends Pick<Tools, 'engine' | 'db' | 'scribe' | 'crash' | 'metrics' | 'alert' | 'election'> {
  /** The log lost entries that were not stored: nothing can be written after them. */
  onGap: (saleId: string) => void;
}

const GATHER_MS = 50;
/** Reads without news after which the next look has to call again. */
const PATIENCE = 4;
/** One writer at a time saves the others the hashing; a dead one is followed after this time. */
const LEAD_MS = 1_000;

/** Where a writer stands: the sale and the last block that it knows of. */
interface Desk {
  sale: Sale;
  last: BlockHead | null;
}

type Draft =
  | { kind: 'draft'; block: Block; isFull: boolean; behind: number }
  | { kind: 'nothing'; shot: Snapshot | null }
  | { kind: 'stop' };

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
      for (let quiet = 0; quiet < PATIENCE; quiet += 1) {
        if (!(await deps.election.lead(`blocks:${saleId}`, LEAD_MS))) return;
        const desk = await deskOf(saleId);
        const outcome = desk ? await writeAll(deps, desk) : 'stop';
        if (outcome === 'stop' || outcome === 'taken') desks.delete(saleId);
        if (outcome === 'stop') return;
        if (outcome !== 'nothing') quiet = 0;
        await sleep(GATHER_MS);
      }
    },
    forget(saleId) {
      desks.delete(saleId);
    },
  };
}

/** Writes block after block; the next one is made while MongoDB stores the one before. */
async function writeAll(
  deps: WriterDeps,
  desk: Desk,
): Promise<'stored' | 'nothing' | 'taken' | 'stop'> {
  let draft = await makeDraft(deps, desk.sale, desk.last);
  if (draft.kind === 'nothing' && draft.shot) await noteAgain(deps, desk, draft.shot);
  if (draft.kind !== 'draft') return draft.kind;
  for (;;) {
    const { block, isFull, behind } = draft;
    const next: Promise<Draft> = isFull
      ? makeDraft(deps, desk.sale, block).catch((): Draft => ({ kind: 'nothing', shot: null }))
      : Promise.resolve({ kind: 'nothing', shot: null });
    deps.crash('B0');
    const outcome = await deps.db.blocks.append(block);
    if (outcome.kind === 'taken') return 'taken';
    deps.crash('B1');
    await noteStored(deps, desk, block, behind);
    draft = await next;
    if (draft.kind !== 'draft') return draft.kind === 'stop' ? 'stop' : 'stored';
    await deps.election.lead(`blocks:${desk.sale.id}`, LEAD_MS);
  }
}

async function makeDraft(
  { engine, scribe, alert, onGap }: WriterDeps,
  sale: Sale,
  last: BlockHead | null,
): Promise<Draft> {
  const from = (last?.to ?? 0) + 1;
  // The epoch is read before the entries, never after: entries of a state that is being replaced
  // would else be signed with the epoch of the state that replaces it.
  const shot = await engine.snapshot(sale.id);
  if (shot.kind === 'unavailable' || (last && last.epoch > shot.epoch)) return { kind: 'stop' };
  if (shot.n < from) return { kind: 'nothing', shot };
  const { entries, isFull } = await readPage(engine, sale.id, from);
  const first = entries[0];
  if (!first) return { kind: 'nothing', shot: null };
  if (first.n !== from) {
    alert('chain', sale.id, { expected: from, found: first.n });
    onGap(sale.id);
    return { kind: 'stop' };
  }
  const block = scribe.write({ sale, epoch: shot.epoch, last, entries });
  return { kind: 'draft', block, isFull, behind: Math.max(0, shot.n - block.to) };
}

/** The writer of the last block may have died before it could say so, and join waits to hear it. */
async function noteAgain({ engine }: WriterDeps, { sale, last }: Desk, shot: Snapshot) {
  if (!last || last.to <= shot.storedN) return;
  await engine.stored(sale.id, { epoch: shot.epoch, n: last.to });
}

async function noteStored(
  { engine, metrics }: WriterDeps,
  desk: Desk,
  block: Block,
  behind: number,
): Promise<void> {
  const { entries, people: _people, ...head } = block;
  const { saleId, epoch, to } = head;
  desk.last = head;
  metrics.blocksStored.inc();
  metrics.entriesStored.inc(entries.length);
  metrics.unstored.set({ sale: saleId }, behind);
  await engine.stored(saleId, { epoch, n: to });
}
