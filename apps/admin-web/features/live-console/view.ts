import type { AdminSale, HistoryPoint, QueueChange, QueueOverview } from '@flash/shared-types';
import type { Console } from './console.ts';

/** One sale at one moment, as every part of the console shows it. */
export interface View {
  sale: AdminSale;
  overview: QueueOverview;
  history: readonly HistoryPoint[];
  changes: readonly QueueChange[];
  stage: Stage;
  troubles: Trouble[];
  ages: Ages;
  /** The counts are older than they should be: grey, and dated. */
  isOld: boolean;
  isPolled: boolean;
  now: number;
  serverNow: number;
}

export function viewOf(sale: AdminSale, shown: Console, now: number | null): View | null {
  const { overview, history, changes } = shown;
  const ages = agesOf(shown);
  if (!overview || !ages || now === null) {
    return null;
  }
  return {
    sale,
    overview,
    history,
    changes,
    stage: stageOf(overview),
    troubles: troublesOf(overview),
    ages,
    isOld: isStale(ages.counts, now),
    isPolled: shown.channel === 'poll',
    now,
    serverNow: serverTime(shown, now),
  };
}

/** Before a sale is set up and after it is over there is no line to watch. */
export const hasLine = ({ stage, overview }: View): boolean =>
  overview.waiting > 0 || !['draft', 'ended', 'archived', 'cancelled'].includes(stage);

/** When each kind of number was true, by this machine's clock. */
interface Ages {
  counts: number;
  worker: number;
  redis: number;
  database: number;
}

/** Numbers are at most two seconds old while all is well; one more for a machine under load. */
export const STALE_MS = 3_000;

/**
 * From the moment at which an answer came, back by how old the server said each number was. The
 * clocks of server and reader need not agree.
 */
export function agesOf({ overview, receivedAt }: Console): Ages | null {
  if (!overview) {
    return null;
  }
  const serverNow = Date.parse(overview.serverNow);
  const local = (at: string) => receivedAt - Math.max(0, serverNow - Date.parse(at));
  return {
    counts: local(overview.countedAt),
    worker: local(overview.worker.at),
    redis: local(overview.redis.at),
    database: local(overview.database.at),
  };
}

export const isStale = (trueAt: number, now: number): boolean => now - trueAt > STALE_MS;

/** The server's time, as far as its last answer tells. */
export function serverTime({ overview, receivedAt }: Console, now: number): number {
  return overview ? Date.parse(overview.serverNow) + (now - receivedAt) : now;
}

/** What the operator has to know first. */
type Stage =
  | 'draft'
  | 'upcoming'
  | 'lobby'
  | 'live'
  | 'sellingOut'
  | 'soldOut'
  | 'paused'
  | 'ended'
  | 'archived'
  | 'cancelled';

export function stageOf(overview: QueueOverview): Stage {
  const { phase, sold, stock, free, fastPassThreshold } = overview;
  switch (phase) {
    case 'scheduled':
      return 'upcoming';
    case 'open':
      if (sold >= stock) {
        return 'soldOut';
      }
      return free <= fastPassThreshold ? 'sellingOut' : 'live';
    default:
      return phase;
  }
}

export type Trouble = 'halted' | 'restoring' | 'redis' | 'database' | 'worker';

/** What keeps the line from being served, the worst first. */
export function troublesOf(overview: QueueOverview): Trouble[] {
  const isAsleep = ['draft', 'archived', 'cancelled'].includes(overview.phase);
  const found: [Trouble, boolean][] = [
    ['halted', overview.halted !== null],
    ['restoring', overview.restoring],
    ['redis', !overview.redis.ok],
    ['database', !overview.database.ok],
    ['worker', !overview.worker.alive && !isAsleep],
  ];
  return found.flatMap(([trouble, isThere]) => (isThere ? trouble : []));
}
