import { bestEffort, type Logger } from '@flash/shared-config';
import type { Random } from '@flash/shared-utils';
import type { EventStream } from '../../base/event-stream.ts';

/** One buyer's open stream. */
export interface Listener {
  buyer: string;
  seq: number | null;
  stream: EventStream;
  /** What was told last. */
  told: string;
  /** Told last that a unit is theirs for now: moves of the line do not concern them. */
  holds: boolean;
}

/** Whose places a change may concern. */
type Concerned = 'line' | 'all';

/** The streams of one sale in this process. */
export interface Room {
  listeners: ReadonlySet<Listener>;
  add(listener: Listener): void;
  remove(listener: Listener): void;
  /** Something happened to these very buyers: they are read before those whom a change merely moves. */
  read(listeners: Iterable<Listener>): void;
  /** At the next tick these are read again. */
  noteChange(concerned: Concerned): void;
  /** `now` is monotonic. */
  tick(now: number): void;
}

/** Looks where these stand, and tells each one what changed. */
type Read = (listeners: Listener[]) => Promise<void>;

const TOGETHER_MAX = 500;
/** Also when nothing seems to have changed: numbers that freeze look broken. */
const REFRESH_MS = 10_000;

interface RoomDeps {
  read: Read;
  log: Pick<Logger, 'warn'>;
  random?: Random;
}

export function createRoom({ read, log, random = Math.random }: RoomDeps): Room {
  const refreshAt = new Map<Listener, number>();
  const listeners = new Set<Listener>();
  const own = new Set<Listener>();
  const moved = new Set<Listener>();
  let changedFor: Concerned | null = null;
  let working = false;

  return {
    listeners,
    add(listener) {
      listeners.add(listener);
    },
    remove(listener) {
      for (const some of [listeners, own, moved]) {
        some.delete(listener);
      }
      refreshAt.delete(listener);
    },
    read(who) {
      for (const listener of who) {
        own.add(listener);
      }
      begin();
    },
    noteChange(concerned) {
      if (changedFor !== 'all') {
        changedFor = concerned;
      }
    },
    tick(now) {
      for (const listener of listeners) {
        if (isToBeRefreshed(listener, now)) {
          listener.told = '';
          moved.add(listener);
        } else if (changedFor === 'all' || (changedFor === 'line' && !listener.holds)) {
          moved.add(listener);
        }
      }
      changedFor = null;
      begin();
    },
  };

  /** Each at a moment of its own, or a crowd that came together is written to in one burst for ever. */
  function isToBeRefreshed(listener: Listener, now: number): boolean {
    const at = refreshAt.get(listener) ?? now + REFRESH_MS * (1 - random());
    const isDue = at <= now;
    refreshAt.set(listener, isDue ? now + REFRESH_MS : at);
    return isDue;
  }

  function begin(): void {
    if (!working && own.size + moved.size > 0) {
      void work();
    }
  }

  /** One read at a time, so that an older answer never follows a newer one. */
  async function work(): Promise<void> {
    working = true;
    // Everything that this turn of the event loop brings shares the read.
    await new Promise((resolve) => setImmediate(resolve));
    while (own.size + moved.size > 0) {
      // In turn: news of some never wait for a round of all, and a run of news does not stop that round.
      for (const queue of [own, moved]) {
        const batch = takeFrom(queue);
        if (batch.length > 0) {
          await bestEffort(log, 'read the places of a stream', read(batch));
        }
      }
    }
    working = false;
  }

  function takeFrom(queue: Set<Listener>): Listener[] {
    const batch: Listener[] = [];
    for (const listener of queue) {
      if (batch.length === TOGETHER_MAX) {
        break;
      }
      batch.push(listener);
      own.delete(listener);
      moved.delete(listener);
    }
    return batch;
  }
}
