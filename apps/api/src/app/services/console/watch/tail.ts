import type { BlockHead, Database, Sale } from '@flash/database';
import { emptyTotals, type LogEntry, type Totals, totalsAfter } from '@flash/fairness';
import type { Engine } from '@flash/reservation';
import { type HistoryContext, saleLog } from '../../shared/sale-log.ts';
import { HISTORY_SECONDS, type Meter } from './meter.ts';

export interface Tail {
  /** Hands on every entry up to `n` that was not handed on before. */
  readUpTo(sale: Sale, n: number, now: number, onEntry: (entry: LogEntry) => void): Promise<void>;
}

interface TailDeps extends HistoryContext {
  db: HistoryContext['db'] & Pick<Database, 'blocks'>;
  engine: Pick<Engine, 'readLog'>;
}

const READ = 5_000;
/** Twenty blocks a second are the most there are. */
const HEADS_MAX = HISTORY_SECONDS * 20;

/**
 * Follows one sale's log. It begins at the last stored block, whose totals are known, and does so
 * again when it fell so far behind that Redis has cut the entries it would need.
 */
export function createTail(deps: TailDeps, meter: Meter): Tail {
  let last: number | null = null;

  return {
    async readUpTo(sale, n, now, onEntry) {
      last ??= await begin(sale, now);
      let beginnings = 1;
      while (last < n) {
        const entries = await deps.engine.readLog(sale.id, last + 1, Math.min(READ, n - last));
        if (entries.length === 0) return;
        if (entries[0]?.n !== last + 1) {
          beginnings += 1;
          last = await begin(sale, now);
          if (beginnings > 3) return;
          continue;
        }
        for (const entry of entries) {
          meter.add(entry);
          onEntry(entry);
          last = entry.n;
        }
      }
    },
  };

  async function begin(sale: Sale, now: number): Promise<number> {
    const since = now - (HISTORY_SECONDS + 1) * 1_000;
    const heads = await deps.db.blocks.headsSince(sale.id, since, HEADS_MAX);
    const [newest] = heads;
    if (newest && !newest.totals) {
      meter.begin([{ at: since, totals: await totalsByReading(deps, sale, newest) }]);
      return newest.to;
    }
    const marks = heads.flatMap(({ at, totals }) => (totals ? [{ at, totals }] : []));
    meter.begin(marks.reverse());
    return newest?.to ?? 0;
  }
}

/** Blocks of earlier versions do not carry totals: then the whole log has to be read, once. */
async function totalsByReading(deps: TailDeps, sale: Sale, head: BlockHead): Promise<Totals> {
  let totals = emptyTotals();
  for await (const entry of saleLog(deps, sale)) {
    if (entry.n > head.to) break;
    totals = totalsAfter(totals, [entry]);
  }
  return totals;
}
