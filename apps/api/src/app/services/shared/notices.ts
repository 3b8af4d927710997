import { buyersOf, type LogEntry } from '@flash/fairness';

export interface Notice {
  saleId: string;
  epoch: number;
  entry: LogEntry;
}

export interface NoticeSource {
  on(listener: (notice: Notice) => void): unknown;
}

/** Notices by the person they speak of. */
export interface PersonalNotices {
  /** Calls `listener` for each change of this buyer's place until the returned function is called. */
  watch(saleId: string, buyer: string, listener: (notice: Notice) => void): () => void;
}

export function createPersonalNotices(notices: NoticeSource): PersonalNotices {
  const watchers = new Map<string, Set<(notice: Notice) => void>>();

  notices.on((notice) => {
    if (watchers.size === 0) {
      return;
    }
    for (const buyer of buyersOf(notice.entry)) {
      const listeners = watchers.get(keyOf(notice.saleId, buyer));
      if (listeners) {
        for (const listener of [...listeners]) {
          listener(notice);
        }
      }
    }
  });

  return {
    watch(saleId, buyer, listener) {
      const key = keyOf(saleId, buyer);
      const listeners = watchers.get(key) ?? new Set();
      listeners.add(listener);
      watchers.set(key, listeners);
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0 && watchers.get(key) === listeners) {
          watchers.delete(key);
        }
      };
    },
  };
}

function keyOf(saleId: string, buyer: string): string {
  return `${saleId}:${buyer}`;
}
