import { join } from 'node:path';
import {
  type AuditedOrder,
  type AuditedSale,
  type AuditedSnapshot,
  type AuditOptions,
  audit,
  type ChainBlock,
  faultOf,
  type Judged,
  type LogEntry,
  parseEntry,
  type Violation,
} from '@flash/fairness';
import type { Operation } from '../history/operation.ts';
import { writeHistory } from '../history/recorder.ts';
import { type ReplayInput, replay } from '../history/replay.ts';
import { waitFor } from '../wait-for.ts';

export interface SaleAudit {
  saleId: string;
  engine: EngineReader;
  database: DatabaseReader;
  /** Answers 200 to confirm, as clients got them. */
  confirmed?: Judged['confirmed'];
  options?: AuditOptions;
  /** What clients did in this sale: each answer has to be one that the replayed log gives. */
  operations?: readonly Operation[];
  /** What the replay has to know of this run. */
  replay?: Pick<ReplayInput, 'mayLose' | 'hasLaterTypes' | 'isDamaged' | 'buyers'>;
  /** How long to wait for the sale to come to rest. */
  timeoutMs?: number;
}

/** Everything both stores know of a sale, judged. To be called at the end of each run. */
export async function auditSale(run: SaleAudit): Promise<Violation[]> {
  return (await judge(run)).found;
}

async function judge(run: SaleAudit) {
  const { judged, entries, faults } = await waitFor(() => readAtRest(run), {
    timeoutMs: run.timeoutMs ?? 20_000,
    intervalMs: 50,
    what: `sale ${run.saleId} to come to rest`,
  });
  const { operations, options = {} } = run;
  const replayed = operations ? replay({ entries, operations, ...run.replay }) : [];
  return { entries, found: [...faults, ...audit({ ...judged, entries, options }), ...replayed] };
}

/** Throws with every violation, so that a test or a load run ends in words. */
export async function expectCleanSale(run: SaleAudit): Promise<void> {
  const { found, entries } = await judge(run);
  if (found.length === 0) {
    return;
  }
  const file = join('.data', 'histories', `${run.saleId}.jsonl`);
  writeHistory(file, { entries, operations: run.operations ?? [] });
  const lines = found.map(({ invariant, code, detail }) => `${invariant} ${code}: ${detail}`);
  throw new Error(
    `sale ${run.saleId} broke its rules:\n${lines.join('\n')}\nKept: npm run replay -- ${file}`,
  );
}

/** Null while something changed during the reading: half of it would be of before, half of after. */
async function readAtRest({ saleId, engine, database, confirmed }: SaleAudit) {
  const before = await engine.snapshot(saleId);
  const sale = await database.sales.get(saleId);
  if (!sale) {
    throw new Error(`there is no sale ${saleId}`);
  }
  const orders: AuditedOrder[] = [];
  for await (const order of database.orders.export({ saleId })) {
    orders.push(order);
  }
  const { entries, faults } = await readHistory(saleId, engine, database);
  const after = await engine.snapshot(saleId);
  const saleAfter = await database.sales.get(saleId);
  if (saleAfter?.currentQuantity !== sale.currentQuantity || saleAfter.stock !== sale.stock) {
    return null;
  }
  const common = { sale, orders, ...(confirmed ? { confirmed } : {}) };
  if (before.kind === 'unavailable' || after.kind === 'unavailable') {
    if (before.kind !== after.kind) {
      return null;
    }
    return { judged: { ...common, snapshot: null, now: 0 }, entries, faults };
  }
  if (before.n !== after.n || before.epoch !== after.epoch) {
    return null;
  }
  return { judged: { ...common, snapshot: after, now: after.now }, entries, faults };
}

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

/** The part of the engine that the audit reads. */
export interface EngineReader {
  snapshot(
    saleId: string,
  ): Promise<(AuditedSnapshot & { kind: 'snapshot'; now: number }) | { kind: 'unavailable' }>;
  readLog(saleId: string, from: number, count: number): Promise<LogEntry[]>;
}

export type StoredBlock = ChainBlock & { people: readonly { leaf: string; buyer: string }[] };

/** The part of the database that the audit reads. */
export interface DatabaseReader {
  sales: { get(saleId: string): Promise<AuditedSale | null> };
  orders: { export(filter: { saleId: string }): AsyncIterable<AuditedOrder> };
  blocks: { all(saleId: string): AsyncIterable<StoredBlock> };
}
