import type { LogEntry } from './entry.ts';
import { answersHolds, meanings } from './fold-meanings.ts';
import { emptyFold, type Fold } from './fold-state.ts';
import { changesState } from './named-values.ts';

/** What one entry means. Judges nothing: an impossible entry is applied as far as it goes. */
export function applyEntry(fold: Fold, entry: LogEntry): void {
  fold.n = entry.n;
  if (entry.type === 'unknown') {
    if (changesState(entry.name)) {
      fold.unknown.add(entry.name);
    }
  } else {
    // All of a new epoch's own entries are there once another one follows them.
    if (fold.promised.size > 0 && !answersHolds(entry.type)) {
      fold.promised.clear();
    }
    meanings[entry.type](fold, entry as never);
  }
  // A new epoch counts by the clock as it is now, which may have been set back.
  fold.at = entry.type === 'adopt' ? entry.at : Math.max(fold.at, entry.at);
}

/** The one meaning of a log: restoring and auditing both read it with this. */
export function foldLog(entries: Iterable<LogEntry>, fold: Fold = emptyFold()): Fold {
  for (const entry of entries) {
    applyEntry(fold, entry);
  }
  return fold;
}

/** Why this log cannot be the whole one: the first number missing or out of turn; null when dense. */
export function gapBefore(fold: Fold, entry: LogEntry): string | null {
  return entry.n === fold.n + 1 ? null : `entry ${entry.n} follows ${fold.n}`;
}
