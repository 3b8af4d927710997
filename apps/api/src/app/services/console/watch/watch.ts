import type { Sale } from '@flash/database';
import { type ChangeType, type LogEntry, peopleIn } from '@flash/fairness';
import { bestEffort } from '@flash/shared-config';
import type { QueueChange, QueueFeedEvent, QueueOverview } from '@flash/shared-types';
import { iso } from '../../shared/wire.ts';
import type { QueueContext } from '../context.ts';
import { createSaleFeed } from './sale-feed.ts';

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

interface Watch {
  /** Reads the sale and tells every listener; calls meanwhile share the reading. */
  refresh(): Promise<QueueOverview>;
  current(): Promise<QueueOverview>;
  open(send: (frame: string) => void): () => void;
  /** For how long there has been no listener and no poll. */
  idleMs(): number;
}

const FRESH_MS = 1_000;

function createWatch(
  context: QueueContext,
  sale: Sale,
  frameOf: (event: QueueFeedEvent) => string,
): Watch {
  const feed = createSaleFeed(context, sale);
  const changes = createChanges();
  const listeners = new Set<(frame: string) => void>();
  let latest: { view: QueueOverview; at: number } | null = null;
  let reading: Promise<QueueOverview> | null = null;
  let wantedAt = performance.now();

  function refresh(): Promise<QueueOverview> {
    reading ??= readOnce().finally(() => {
      reading = null;
    });
    return reading;
  }

  async function readOnce(): Promise<QueueOverview> {
    const since = latest ? Date.parse(latest.view.serverNow) : 0;
    const view = await feed.read(changes.see);
    latest = { view, at: performance.now() };
    const happened = changes.take();
    tell({ ...feed.withHistory(view, since), kind: 'counts' });
    if (happened.length > 0) {
      tell({ kind: 'changes', flashSaleId: sale.id, changes: happened });
    }
    return view;
  }

  /** The frame is built once for all listeners. */
  function tell(event: QueueFeedEvent): void {
    if (listeners.size === 0) {
      return;
    }
    const frame = frameOf(event);
    for (const send of listeners) {
      send(frame);
    }
  }

  async function current(): Promise<QueueOverview> {
    wantedAt = performance.now();
    const isFresh = latest && performance.now() - latest.at < FRESH_MS;
    return feed.withHistory(isFresh && latest ? latest.view : await refresh(), 0);
  }

  return {
    refresh,
    current,
    open(send) {
      let isOpen = true;
      // Told the whole history first; only then what is new.
      void current()
        .then((view) => {
          if (!isOpen) {
            return;
          }
          send(frameOf({ ...view, kind: 'counts' }));
          listeners.add(send);
        })
        .catch((err: unknown) => {
          context.log.warn({ err, saleId: sale.id }, 'a live feed begins without its history');
          if (isOpen) {
            listeners.add(send);
          }
        });
      return () => {
        isOpen = false;
        listeners.delete(send);
        wantedAt = performance.now();
      };
    },
    idleMs: () => (listeners.size > 0 ? 0 : performance.now() - wantedAt),
  };
}

/** One shared watch for each sale, however many viewers. */
export interface Watches {
  /** The sale as it was at most a second ago, with the history that belongs to it. */
  current(sale: Sale): Promise<QueueOverview>;
  /** Sends frames, the first one as soon as there is something to tell, until told to stop. */
  open(sale: Sale, send: (frame: string) => void): () => void;
  stop(): void;
}

/** How long a sale stays watched without a viewer: clients that poll ask again soon. */
const LINGER_MS = 10_000;
const EVERY_MS = 1_000;

export function createWatches(
  context: QueueContext,
  frameOf: (event: QueueFeedEvent) => string,
): Watches {
  const watches = new Map<string, Watch>();
  let timer: NodeJS.Timeout | null = null;

  function watchOf(sale: Sale): Watch {
    const known = watches.get(sale.id);
    if (known) {
      return known;
    }
    const watch = createWatch(context, sale, frameOf);
    watches.set(sale.id, watch);
    timer ??= setInterval(tick, EVERY_MS);
    return watch;
  }

  function tick(): void {
    for (const [id, watch] of watches) {
      if (watch.idleMs() > LINGER_MS) {
        watches.delete(id);
      } else {
        void bestEffort(context.log, 'read a watched sale', watch.refresh());
      }
    }
    if (watches.size === 0) {
      stop();
    }
  }

  function stop(): void {
    if (timer) {
      clearInterval(timer);
    }
    timer = null;
  }

  return {
    current: (sale) => watchOf(sale).current(),
    open: (sale, send) => watchOf(sale).open(send),
    stop,
  };
}
