import type { AuditIntent, Database } from '@flash/database';
import { parseEntry } from '@flash/fairness';

interface AuditRowDeps {
  db: Pick<Database, 'audit' | 'blocks'>;
}

const ROUND = 50;
/** A row younger than this is still in the hands of the process that wrote it. */
const YOUNG_MS = 5_000;
/** No process takes so long between the row and the change: it was never made, or left no trace. */
const OLD_MS = 600_000;
const CLOCKS_DIFFER_MS = 60_000;
const HEADS = 20_000;

/**
 * Says of rows of the audit log what became of the change that they announce, where the process that was
 * making it died: the log of the sale tells.
 */
export function createAuditRows({ db }: AuditRowDeps): (now: number) => Promise<number> {
  return async (now) => {
    const due = await db.audit.unfinished(now - YOUNG_MS, ROUND);
    let completed = 0;
    for (const row of due) {
      if (await isInLog(db.blocks, row)) await db.audit.complete(row.id, 'done');
      else if (row.at < now - OLD_MS) await db.audit.complete(row.id, 'unknown');
      else continue;
      completed += 1;
    }
    return completed;
  };
}

async function isInLog(
  blocks: Database['blocks'],
  { saleId, action, subject, afterN, at }: AuditIntent,
): Promise<boolean> {
  if (saleId === null || subject === null || afterN === null) return false;
  const type = action.replace('buyer.', '');
  const heads = await blocks.headsSince(saleId, at - CLOCKS_DIFFER_MS, HEADS);
  const first = heads.filter(({ to }) => to > afterN).at(-1);
  if (!first) return false;
  for await (const { entries, people } of blocks.all(saleId, first.b)) {
    const leaves = new Set(people.filter(({ buyer }) => buyer === subject).map(({ leaf }) => leaf));
    if (leaves.size === 0) continue;
    for (const text of entries) {
      const entry = parseEntry(text);
      const isSame = entry.n > afterN && entry.type === type;
      if (isSame && 'buyer' in entry && leaves.has(entry.buyer)) return true;
    }
  }
  return false;
}
