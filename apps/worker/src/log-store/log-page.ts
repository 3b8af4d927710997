import { type LogEntry, peopleIn } from '@flash/fairness';
import type { Engine } from '@flash/reservation';

/** Entries of the log that one block can hold, from the one asked for on. */
export interface LogPage {
  entries: LogEntry[];
  /** The page ended at a limit, so the log may go on behind it. */
  isFull: boolean;
}

/** How much of the log one block takes. */
export interface PageLimits {
  entries: number;
  names: number;
}

/**
 * A name costs about 220 bytes in a block: its leaf in the entry, and leaf and id beside it. Blocks
 * are documents, and MongoDB takes none of more than 16 MB, which is 76,000 names.
 */
export const pageLimits: PageLimits = { entries: 1_000, names: 20_000 };
/** The first read shows how many names an entry has; the second one asks for what still fits. */
const FIRST_READ = 100;

/** A log, and the epoch that its reader goes by: another one's log may take its place between two reads. */
export interface LogOf {
  saleId: string;
  epoch: number;
}

/**
 * The next page of the log, cut by its entries as well as by the people they name. It ends where an entry
 * is missing, and is empty when that is the first one, or when the log is now that of another epoch.
 */
export async function readPage(
  engine: Pick<Engine, 'readLog'>,
  { saleId, epoch }: LogOf,
  from: number,
  limits: PageLimits = pageLimits,
): Promise<LogPage> {
  const entries: LogEntry[] = [];
  let names = 0;
  while (entries.length < limits.entries) {
    const fitting = Math.ceil(((limits.names - names) * entries.length) / Math.max(1, names));
    const count = entries.length === 0 ? FIRST_READ : Math.max(1, fitting);
    const wanted = Math.min(count, limits.entries - entries.length);
    const found = await engine.readLog(saleId, from + entries.length, wanted, epoch);
    for (const entry of found) {
      if (entry.n !== from + entries.length) {
        return { entries, isFull: true };
      }
      names += namesIn(entry);
      // One entry is always taken: it cannot be divided.
      if (names > limits.names && entries.length > 0) {
        return { entries, isFull: true };
      }
      entries.push(entry);
    }
    if (found.length < wanted) {
      return { entries, isFull: false };
    }
  }
  return { entries, isFull: true };
}

function namesIn(entry: LogEntry): number {
  switch (entry.type) {
    case 'grant':
    case 'expire':
      return entry.holds.length;
    case 'requeue':
      return entry.places.length;
    case 'unknown':
      return Math.max(1, peopleIn(entry.values).length);
    default:
      return 1;
  }
}
