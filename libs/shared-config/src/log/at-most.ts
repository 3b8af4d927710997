/** Keys whose last time is remembered; with more of them some lines are written again too early. */
const KEYS_MAX = 10_000;

/** Writes a line unless one with the same key was written a moment ago. */
export type LogAtMost = (key: string, write: () => void) => void;

/** For failures that repeat: one line for each key in `everyMs` tells as much as a thousand. */
export function logAtMost(everyMs: number): LogAtMost {
  const writtenAt = new Map<string, number>();
  return (key, write) => {
    const now = performance.now();
    if (now - (writtenAt.get(key) ?? Number.NEGATIVE_INFINITY) < everyMs) {
      return;
    }
    if (writtenAt.size >= KEYS_MAX) {
      writtenAt.clear();
    }
    writtenAt.set(key, now);
    write();
  };
}
