import type { Refusal } from '@flash/client';
import type { HistoryPoint, QueueChange, QueueOverview } from '@flash/shared-types';

/** How the numbers arrive: pushed, polled, or not at all while the tab is hidden. */
type Channel = 'opening' | 'stream' | 'poll' | 'paused';

/** The state of the live console of one sale. */
export interface Console {
  overview: QueueOverview | null;
  /** When the overview arrived, by this machine's clock. */
  receivedAt: number;
  /** Two minutes, one point a second, oldest first. */
  history: readonly HistoryPoint[];
  /** The latest changes, newest first. */
  changes: readonly QueueChange[];
  channel: Channel;
  /** Why the last request was refused; null after a successful one. */
  refusal: Refusal | null;
}

export type ConsoleEvent =
  | { type: 'counts'; overview: QueueOverview; receivedAt: number }
  | { type: 'changes'; changes: readonly QueueChange[] }
  | { type: 'channel'; channel: Channel }
  | { type: 'refused'; refusal: Refusal };

export const HISTORY_MS = 120_000;
const CHANGES_MAX = 40;

export const emptyConsole: Console = {
  overview: null,
  receivedAt: 0,
  history: [],
  changes: [],
  channel: 'opening',
  refusal: null,
};

/** Answers may arrive late or twice; the state never goes back in time. */
export function reduceConsole(state: Console, event: ConsoleEvent): Console {
  switch (event.type) {
    case 'counts': {
      const { overview, receivedAt } = event;
      if (state.overview && !isNewer(overview, state.overview)) {
        return state;
      }
      const history = joinHistory(state.history, overview.history);
      return { ...state, overview, receivedAt, history, refusal: null };
    }
    case 'changes': {
      const last = state.changes[0]?.n ?? 0;
      const fresh = event.changes.filter(({ n }) => n > last).reverse();
      if (fresh.length === 0) {
        return state;
      }
      return { ...state, changes: [...fresh, ...state.changes].slice(0, CHANGES_MAX) };
    }
    case 'channel':
      return state.channel === event.channel ? state : { ...state, channel: event.channel };
    case 'refused':
      return { ...state, refusal: event.refusal };
  }
}

/** `n` is 0 while the line is not in Redis (archived, being rebuilt); then only the clock can tell. */
function isNewer(next: QueueOverview, seen: QueueOverview): boolean {
  if (next.epoch !== seen.epoch) {
    return next.epoch > seen.epoch;
  }
  if (next.n !== seen.n && next.n > 0 && seen.n > 0) {
    return next.n > seen.n;
  }
  return Date.parse(next.serverNow) > Date.parse(seen.serverNow);
}

function joinHistory(
  known: readonly HistoryPoint[],
  more: readonly HistoryPoint[],
): readonly HistoryPoint[] {
  if (more.length === 0) {
    return known;
  }
  const byTime = new Map([...known, ...more].map((point) => [Date.parse(point.at), point]));
  const times = [...byTime.keys()].sort((a, b) => a - b);
  const oldest = (times.at(-1) ?? 0) - HISTORY_MS;
  return times.flatMap((at) => (at >= oldest ? (byTime.get(at) ?? []) : []));
}
