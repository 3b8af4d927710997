import type { AdminSale, HistoryPoint, QueueChange, QueueOverview } from '@flash/shared-types';
import { type Ages, agesOf, isStale, serverTime } from './ages.ts';
import type { Console } from './console.ts';
import { type Stage, stageOf, type Trouble, troublesOf } from './stage.ts';

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
  if (!overview || !ages || now === null) return null;
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
