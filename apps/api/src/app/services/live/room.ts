import type { Stream } from './stream.ts';

/** One buyer's open stream. */
export interface Listener {
  buyer: string;
  seq: number | null;
  stream: Stream;
  /** What was told last. */
  told: string;
}

/** The streams of one sale in this process. */
export interface Room {
  listeners: ReadonlySet<Listener>;
  add(listener: Listener): void;
  remove(listener: Listener): void;
  /** These want to know where they stand, soon. */
  ask(listeners: Iterable<Listener>): void;
  /** Something changed that may move everybody. */
  stir(): void;
  tick(now: number): void;
}

/** Looks where these stand, and tells each one what changed. */
type Read = (listeners: Listener[]) => Promise<void>;

const TOGETHER_MAX = 500;
/** Also when nothing seems to have changed: numbers that freeze look broken. */
const REFRESH_MS = 10_000;

export function createRoom(read: Read): Room {
  const listeners = new Set<Listener>();
  const due = new Set<Listener>();
  let stirred = false;
  let refreshedAt = 0;
  let working = false;

  return {
    listeners,
    add(listener) {
      listeners.add(listener);
    },
    remove(listener) {
      listeners.delete(listener);
      due.delete(listener);
    },
    ask,
    stir() {
      stirred = true;
    },
    tick(now) {
      if (!stirred && now - refreshedAt < REFRESH_MS) return;
      if (now - refreshedAt >= REFRESH_MS) for (const one of listeners) one.told = '';
      refreshedAt = stirred ? refreshedAt : now;
      stirred = false;
      ask(listeners);
    },
  };

  function ask(who: Iterable<Listener>): void {
    for (const listener of who) due.add(listener);
    if (!working && due.size > 0) void work();
  }

  /** One read at a time, so that an older answer never follows a newer one. */
  async function work(): Promise<void> {
    working = true;
    // Everything that this turn of the event loop brings shares the read.
    await new Promise((resolve) => setImmediate(resolve));
    while (due.size > 0) {
      const batch = [...due].slice(0, TOGETHER_MAX);
      for (const listener of batch) due.delete(listener);
      await read(batch).catch(() => undefined);
    }
    working = false;
  }
}
