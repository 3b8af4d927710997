import { type ChangeType, type LogEntry, peopleIn } from '@flash/fairness';
import type { QueueChange } from '@flash/shared-types';
import { iso } from '../../shared/wire.ts';

/** What a team does, or what befalls a sale: each stands for itself. Everything else is a crowd. */
const single = new Set<LogEntry['type']>([
  'activate',
  'pause',
  'resume',
  'message',
  'edit',
  'end',
  'adjust',
  'shift',
  'adopt',
] satisfies ChangeType[]);
const SINGLES_MAX = 50;

export interface Changes {
  see(entry: LogEntry): void;
  /** What was seen since the last call, in the order of its last entries. */
  take(): QueueChange[];
}

/** However many happen in a second, what is sent of them stays small. */
export function createChanges(): Changes {
  let singles: QueueChange[] = [];
  let crowds = new Map<string, QueueChange>();

  return {
    see(entry) {
      const change = changeOf(entry);
      if (single.has(entry.type)) {
        if (singles.length < SINGLES_MAX) {
          singles.push(change);
        }
        return;
      }
      const name = `${change.type} ${change.detail}`;
      const before = crowds.get(name);
      crowds.set(name, {
        ...change,
        times: (before?.times ?? 0) + 1,
        places: (before?.places ?? 0) + change.places,
      });
    },
    take() {
      const taken = [...singles, ...crowds.values()].sort((a, b) => a.n - b.n);
      singles = [];
      crowds = new Map();
      return taken;
    },
  };
}

function changeOf(entry: LogEntry): QueueChange {
  return {
    n: entry.n,
    at: iso(entry.at),
    type: entry.type === 'unknown' ? entry.name : entry.type,
    times: 1,
    places: placesOf(entry),
    detail: detailOf(entry),
  };
}

function placesOf(entry: LogEntry): number {
  if ('holds' in entry) {
    return entry.holds.length;
  }
  if ('places' in entry) {
    return entry.places.length;
  }
  if (entry.type === 'unknown') {
    return peopleIn(entry.values).length;
  }
  return 'buyer' in entry ? 1 : 0;
}

function detailOf(entry: LogEntry): string | null {
  switch (entry.type) {
    case 'grant':
      return entry.mode;
    case 'pause':
      return entry.reason;
    case 'message':
      return entry.text;
    case 'adjust':
      return `${entry.by > 0 ? '+' : ''}${entry.by} units`;
    default:
      return null;
  }
}
