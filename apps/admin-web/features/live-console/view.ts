import type { AdminSale, HistoryPoint, QueueChange, QueueOverview } from '@flash/shared-types';
import type { Console } from './console.ts';

/** One sale at one moment; every part of the console renders from it. */
export interface View {
  sale: AdminSale;
  overview: QueueOverview;
  history: readonly HistoryPoint[];
  changes: readonly QueueChange[];
  stage: Stage;
  troubles: Trouble[];
  ages: Ages;
  /** The counts are older than they should be. */
  isOutdated: boolean;
  isPolled: boolean;
  now: number;
  serverNow: number;
  /** The server's time for countdowns, never behind it; null while it is not known. */
  clockNow: number | null;
}

export function viewOf(
  sale: AdminSale,
  shown: Console,
  now: number | null,
  clockNow: number | null,
): View | null {
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
    isOutdated: isStale(ages.counts, now),
    isPolled: shown.channel === 'poll',
    now,
    serverNow: serverTime(shown, now),
    clockNow,
  };
}

/** Drafts and finished sales have no line to show, unless buyers still wait in it. */
export const hasLine = ({ stage, overview }: View): boolean =>
  overview.waiting > 0 || !['draft', 'ended', 'archived', 'cancelled'].includes(stage);

/** When each group of numbers was true, by this machine's clock. */
interface Ages {
  counts: number;
  worker: number;
  redis: number;
  database: number;
}

/** Numbers are normally at most two seconds old; one more second for a busy machine. */
export const STALE_MS = 3_000;

/**
 * The time an answer arrived, minus the age that the server gave for each number. So the clocks of
 * server and reader may differ.
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

/** The server's current time, estimated from its last answer. */
export function serverTime({ overview, receivedAt }: Console, now: number): number {
  return overview ? Date.parse(overview.serverNow) + (now - receivedAt) : now;
}

/** The state of a sale as an operator sees it. */
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

/** What stops the line from being served, the worst first. */
export function troublesOf(overview: QueueOverview): Trouble[] {
  const isInactive = ['draft', 'archived', 'cancelled'].includes(overview.phase);
  const found: [Trouble, boolean][] = [
    ['halted', overview.halted !== null],
    ['restoring', overview.restoring],
    ['redis', !overview.redis.ok],
    ['database', !overview.database.ok],
    ['worker', !overview.worker.alive && !isInactive],
  ];
  return found.flatMap(([trouble, isPresent]) => (isPresent ? trouble : []));
}
