import type {
  AuditIntent,
  Block,
  Blocks,
  Database,
  LiveOrder,
  Orders,
  Sales,
} from '@flash/database';
import { parseEntry } from '@flash/fairness';
import { type Election, type Engine, rulesOf } from '@flash/reservation';
import type { Alert } from '../base/alerts/alerts.ts';

/** Sends rules that reached MongoDB but not Redis: the process that edited the sale died in between. */
export function createSendRules(engine: Engine, sales: Sales): (saleId: string) => Promise<void> {
  return async (saleId) => {
    const sale = await sales.get(saleId);
    if (sale) {
      await engine.rules(saleId, rulesOf(sale));
    }
  };
}

interface StockDeps {
  engine: Engine;
  sales: Sales;
  alert: Alert;
}

/** Finishes changes of stock whose process died between MongoDB and Redis. Both answer per id. */
export function createFinishStock(deps: StockDeps): (saleId: string) => Promise<void> {
  const { engine, sales, alert } = deps;
  return async (saleId) => {
    const sale = await sales.get(saleId);
    for (const { id, by, state } of sale?.adjusts ?? []) {
      if (state !== 'pending') {
        continue;
      }
      const outcome = await engine.adjust(saleId, { id, by });
      if (outcome.kind === 'unavailable') {
        return;
      }
      const { epoch } = outcome;
      const finished = await sales.finishAdjust(
        saleId,
        id,
        { epoch },
        outcome.kind === 'adjusted' ? { kind: 'done' } : { kind: 'refused', floor: outcome.floor },
      );
      if (finished.kind === 'short') {
        alert('stock', saleId, { adjust: id, by });
      }
    }
  };
}

interface UnitReturnDeps {
  engine: Engine;
  orders: Orders;
  sales: Sales;
}

const RETURNS_ROUND = 100;

/** Gives units of refunded orders back to the line, where the process that refunded did not get to it. */
export function createReturnUnits(deps: UnitReturnDeps): () => Promise<number> {
  return async () => {
    const due = await deps.orders.pendingUnitReturns(RETURNS_ROUND);
    for (const order of due) {
      if (await giveBack(deps, order)) {
        await deps.orders.unitReturned(order.id);
      }
    }
    return due.length;
  };
}

async function giveBack({ engine, sales }: UnitReturnDeps, order: LiveOrder): Promise<boolean> {
  const { saleId, buyer, unit, fence } = order;
  const outcome = await engine.refund(saleId, { buyer, unit, attempt: fence });
  // `stale`: Redis knows no such owner, so the unit went back before (or with a restore).
  if (outcome.kind !== 'unavailable') {
    return true;
  }
  if (outcome.why !== 'missing') {
    return false;
  }
  const sale = await sales.get(saleId);
  return sale === null || sale.status === 'archived';
}

interface AuditRowDeps {
  db: Pick<Database, 'audit' | 'blocks'>;
  election: Election;
}

const ROWS_ROUND = 50;
/** The process that wrote a row younger than this is still working on it. */
const YOUNG_MS = 5_000;
/** No process takes so long between the row and the change: it was never made, or left no trace. */
const OLD_MS = 600_000;
const CLOCKS_DIFFER_MS = 60_000;
const HEADS = 20_000;
/** One worker reads the blocks; when it dies, another one starts after this time. */
const LEAD_MS = 5_000;

/**
 * Completes rows of the audit log that announce a change in Redis, where the process that was making it
 * died: the log of the sale says whether it was made.
 */
export function createCompleteAuditRows({
  db,
  election,
}: AuditRowDeps): (now: number) => Promise<number> {
  /** By row: the first block that was not searched yet. */
  let searchedTo = new Map<string, number>();

  async function isInLog(row: AuditIntent): Promise<boolean> {
    const { saleId, subject, afterN } = row;
    if (saleId === null || subject === null || afterN === null) {
      return false;
    }
    const head = await db.blocks.last(saleId);
    if (!head) {
      return false;
    }
    const from =
      searchedTo.get(row.id) ?? (await firstBlockAfter(db.blocks, saleId, afterN, row.at));
    for await (const block of db.blocks.naming(saleId, subject, from, head.b)) {
      if (tellsOf(block, { ...row, subject, afterN })) {
        return true;
      }
    }
    searchedTo.set(row.id, Math.max(from, head.b + 1));
    return false;
  }

  return async (now) => {
    if (!(await election.lead('audit-rows', LEAD_MS))) {
      return 0;
    }
    const due = await db.audit.unfinished(now - YOUNG_MS, ROWS_ROUND);
    let completed = 0;
    for (const row of due) {
      if (await isInLog(row)) {
        await db.audit.complete(row.id, 'done');
      } else if (row.at < now - OLD_MS) {
        await db.audit.complete(row.id, 'unknown');
      } else {
        continue;
      }
      completed += 1;
    }
    searchedTo = new Map([...searchedTo].filter(([id]) => due.some((row) => row.id === id)));
    return completed;
  };
}

/** Number of the first block that can hold an entry made after the row was written. */
async function firstBlockAfter(
  blocks: Blocks,
  saleId: string,
  afterN: number,
  writtenAt: number,
): Promise<number> {
  const heads = await blocks.headsSince(saleId, writtenAt - CLOCKS_DIFFER_MS, HEADS);
  const newest = heads[0]?.b ?? -1;
  return heads.filter(({ to }) => to > afterN).at(-1)?.b ?? newest + 1;
}

/** Whether the change that the row announces stands in this block. */
function tellsOf(
  { entries, people }: Block,
  { action, subject, afterN }: { action: string; subject: string; afterN: number },
): boolean {
  const type = action.replace('buyer.', '');
  const leaves = new Set(people.filter(({ buyer }) => buyer === subject).map(({ leaf }) => leaf));
  return entries
    .map((text) => parseEntry(text))
    .some((entry) => {
      const isSame = entry.n > afterN && entry.type === type;
      return isSame && 'buyer' in entry && leaves.has(entry.buyer);
    });
}
