import { setTimeout as sleep } from 'node:timers/promises';
import type { Block, BlockHead, Database, Sale } from '@flash/database';
import type { Election, Engine, Snapshot } from '@flash/reservation';
import { bestEffort, type Logger } from '@flash/shared-config';
import type { Alert } from '../base/alerts/alerts.ts';
import type { CrashHook } from '../base/crash-points.ts';
import type { Metrics } from '../base/metrics.ts';
import type { BlockCodec } from './block-codec.ts';
import { readPage } from './log-page.ts';

export interface BlockWriter {
  /** Writes what is new in the log, and goes on for as long as much is new each time. */
  store(saleId: string): Promise<void>;
  forget(saleId: string): void;
}

interface WriterDeps {
  engine: Engine;
  db: Database;
  codec: BlockCodec;
  crash: CrashHook;
  metrics: Metrics;
  alert: Alert;
  election: Election;
  log: Logger;
  /** A block of this sale is there for everyone who reads the stored log. */
  onStored?: (saleId: string) => void;
  /** The log of this epoch lost entries that were not stored: nothing can be written after them. */
  onGap: (saleId: string, epoch: number) => Promise<void>;
}

const COLLECT_MS = 50;
/** Entries in a block from which on the next ones are collected here; else the next inspection asks for them. */
const MANY = 50;
/** Another writer may be ahead for as many times. */
const TAKEN_MAX = 4;
/** One writer at a time saves the others the hashing; when it dies, another one starts after this time. */
const LEAD_MS = 1_000;

/** The sale and the last block that this writer knows of. */
interface WriterState {
  sale: Sale;
  last: BlockHead | null;
}

type Draft =
  | { kind: 'draft'; block: Block; isFull: boolean; behind: number }
  | { kind: 'nothing'; shot: Snapshot | null }
  /** Another writer or another epoch: what is known here is to be read again. */
  | { kind: 'taken' }
  | { kind: 'stop' };

/** Moves the log into the chain of blocks. Any number of writers: a block number is written once. */
export function createBlockWriter(deps: WriterDeps): BlockWriter {
  const states = new Map<string, WriterState>();

  async function stateOf(saleId: string): Promise<WriterState | null> {
    const known = states.get(saleId);
    if (known) {
      return known;
    }
    const sale = await deps.db.sales.get(saleId);
    if (!sale) {
      return null;
    }
    const state = { sale, last: await deps.db.blocks.last(saleId) };
    states.set(saleId, state);
    return state;
  }

  return {
    async store(saleId) {
      for (let taken = 0; taken < TAKEN_MAX; ) {
        if (!(await deps.election.lead(`blocks:${saleId}`, LEAD_MS))) {
          return;
        }
        const state = await stateOf(saleId);
        const outcome = state ? await writeAll(deps, state) : 'stop';
        if (outcome === 'stop' || outcome === 'taken') {
          states.delete(saleId);
        }
        if (outcome === 'stop' || outcome === 'nothing' || outcome === 'few') {
          return;
        }
        taken += outcome === 'taken' ? 1 : 0;
        await sleep(COLLECT_MS);
      }
    },
    forget(saleId) {
      states.delete(saleId);
    },
  };
}

/** Writes block after block; the next one is made while MongoDB stores the one before. */
async function writeAll(
  deps: WriterDeps,
  state: WriterState,
): Promise<'many' | 'few' | 'nothing' | 'taken' | 'stop'> {
  let draft = await makeDraft(deps, state.sale, state.last);
  if (draft.kind === 'nothing' && draft.shot) {
    await noteLastBlock(deps, state, draft.shot);
  }
  if (draft.kind !== 'draft') {
    return draft.kind;
  }
  for (let entries = 0; ; ) {
    const { block, isFull, behind } = draft;
    entries += block.entries.length;
    const nothing: Draft = { kind: 'nothing', shot: null };
    const next: Promise<Draft> = isFull
      ? bestEffort(deps.log, 'draft the next block', makeDraft(deps, state.sale, block), nothing)
      : Promise.resolve(nothing);
    deps.crash('B0');
    const outcome = await deps.db.blocks.append(block);
    if (outcome.kind === 'taken') {
      return 'taken';
    }
    deps.crash('B1');
    deps.onStored?.(state.sale.id);
    await noteStored(deps, state, block, behind);
    draft = await next;
    if (draft.kind === 'nothing') {
      return entries < MANY ? 'few' : 'many';
    }
    if (draft.kind !== 'draft') {
      return draft.kind;
    }
    await deps.election.lead(`blocks:${state.sale.id}`, LEAD_MS);
  }
}

async function makeDraft(deps: WriterDeps, sale: Sale, last: BlockHead | null): Promise<Draft> {
  const { engine, codec } = deps;
  const from = (last?.to ?? 0) + 1;
  // Read the epoch first: otherwise entries of the old state could be stored as those of the new epoch.
  const shot = await engine.snapshot(sale.id);
  if (shot.kind === 'unavailable' || (last && last.epoch > shot.epoch)) {
    return { kind: 'stop' };
  }
  if (shot.n < from) {
    return { kind: 'nothing', shot };
  }
  const log = { saleId: sale.id, epoch: shot.epoch };
  const { entries, isFull } = await readPage(engine, log, from, codec.page);
  if (entries.length === 0) {
    return explainMissing(deps, sale.id, last, shot);
  }
  const block = codec.encode({ sale, epoch: shot.epoch, last, entries });
  return { kind: 'draft', block, isFull, behind: Math.max(0, shot.n - block.to) };
}

/**
 * The counters name entries that the log does not have. Either another writer stored and trimmed them, or
 * a new epoch has replaced the log; else they are lost, also when nothing was logged after them.
 */
async function explainMissing(
  { engine, db, alert, onGap }: WriterDeps,
  saleId: string,
  last: BlockHead | null,
  { epoch, n }: Snapshot,
): Promise<Draft> {
  const head = await db.blocks.last(saleId);
  if (head?.hash !== last?.hash) {
    return { kind: 'taken' };
  }
  const now = await engine.snapshot(saleId);
  if (now.kind === 'unavailable' || now.epoch !== epoch) {
    return { kind: 'stop' };
  }
  alert('chain', saleId, { missing: (last?.to ?? 0) + 1, logged: n });
  await onGap(saleId, epoch);
  return { kind: 'stop' };
}

/** The writer of the last block may have died before it noted it, and joins are refused until it is noted. */
async function noteLastBlock({ engine }: WriterDeps, { sale, last }: WriterState, shot: Snapshot) {
  if (!last || last.to <= shot.storedN) {
    return;
  }
  await engine.stored(sale.id, { epoch: shot.epoch, n: last.to });
}

async function noteStored(
  { engine, metrics }: WriterDeps,
  state: WriterState,
  block: Block,
  behind: number,
): Promise<void> {
  const { entries, people: _people, ...head } = block;
  const { saleId, epoch, to } = head;
  state.last = head;
  metrics.blocksStored.inc();
  metrics.entriesStored.inc(entries.length);
  metrics.unstored.set({ sale: saleId }, behind);
  await engine.stored(saleId, { epoch, n: to });
}
