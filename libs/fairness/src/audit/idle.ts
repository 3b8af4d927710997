import type { LogEntry } from '../entry.ts';
import { epochBase, type Fold, freeUnits } from '../fold-state.ts';
import type { Report } from './violation.ts';

interface IdleRules {
  lateMs: number;
  graceMs: number;
  exempt: readonly { from: number; to: number }[];
  window: { startsAt: number; endsAt: number } | null;
  headOf: (fold: Fold) => number | null;
}

/** I10: free units and a waiting line mean a grant within a second, whenever granting is allowed. */
export function createIdleWatch(report: Report, rules: IdleRules) {
  /** Since when a buyer could have been served and none was; null while none could. */
  let since: number | null = null;
  let graceUntil = 0;

  /** When the present state began, or will begin, to allow a grant; null while it does not. */
  function dueFrom(fold: Fold): number | null {
    const window = fold.window ?? rules.window;
    const head = rules.headOf(fold);
    if (!window || head === null || freeUnits(fold) <= 0 || fold.paused || fold.closed) {
      return null;
    }
    const mayServeNow = head < epochBase(fold.epoch);
    return Math.max(window.startsAt, mayServeNow ? 0 : graceUntil);
  }

  function judge(fold: Fold, until: number): void {
    const due = dueFrom(fold);
    if (since === null || due === null) {
      return;
    }
    const window = fold.window ?? rules.window;
    const from = Math.max(since, due);
    const to = Math.min(until, window?.endsAt ?? until);
    const waitedMs = to - from;
    if (waitedMs <= rules.lateMs || overlaps(rules.exempt, from, to)) {
      return;
    }
    const line = `${freeUnits(fold)} free, ${fold.waiting.size} waiting`;
    report('I10', 'NOT_SERVED', `${line}, and no grant for ${waitedMs} ms after entry ${fold.n}`);
    since = until;
  }

  return {
    judge,
    before(fold: Fold, entry: LogEntry): void {
      // A restore and an outage are explanations: no buyer could be served meanwhile.
      if (entry.type === 'adopt' || entry.type === 'shift') {
        since = entry.at;
      } else {
        judge(fold, entry.at);
      }
      if (entry.type === 'adopt') {
        graceUntil = entry.at + rules.graceMs;
      }
    },
    after(fold: Fold, entry: LogEntry): void {
      if (dueFrom(fold) === null) {
        since = null;
      } else if (since === null || entry.type === 'grant') {
        since = entry.at;
      }
    },
  };
}

export function overlaps(
  windows: readonly { from: number; to: number }[],
  from: number,
  to: number,
): boolean {
  return windows.some((window) => window.from <= to && window.to >= from);
}
