import {
  type AuditedOrder,
  type AuditOptions,
  audit,
  type Judged,
  type Violation,
} from '@flash/fairness';
import { waitFor } from '../wait-for.ts';
import { readHistory } from './history.ts';
import type { DatabaseReader, EngineReader } from './readers.ts';

export interface SaleAudit {
  saleId: string;
  engine: EngineReader;
  database: DatabaseReader;
  /** Answers 200 to confirm, as clients got them. */
  confirmed?: Judged['confirmed'];
  options?: AuditOptions;
  /** How long to wait for the sale to come to rest. */
  timeoutMs?: number;
}

/** Everything both stores know of a sale, judged. To be called at the end of each run. */
export async function auditSale(run: SaleAudit): Promise<Violation[]> {
  const { judged, entries, faults } = await waitFor(() => readAtRest(run), {
    timeoutMs: run.timeoutMs ?? 20_000,
    intervalMs: 50,
    what: `sale ${run.saleId} to come to rest`,
  });
  return [...faults, ...audit({ ...judged, entries, options: run.options ?? {} })];
}

/** Throws with every violation, so that a test or a load run ends in words. */
export async function expectCleanSale(run: SaleAudit): Promise<void> {
  const found = await auditSale(run);
  if (found.length === 0) {
    return;
  }
  const lines = found.map(({ invariant, code, detail }) => `${invariant} ${code}: ${detail}`);
  throw new Error(`sale ${run.saleId} broke its rules:\n${lines.join('\n')}`);
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
