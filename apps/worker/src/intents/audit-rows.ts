import type { AuditIntent, Block, Blocks, Database } from '@flash/database';
import { parseEntry } from '@flash/fairness';
import type { Election } from '@flash/reservation';

interface AuditRowDeps {
  db: Pick<Database, 'audit' | 'blocks'>;
  election: Election;
}

const ROUND = 50;
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
    const due = await db.audit.unfinished(now - YOUNG_MS, ROUND);
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
