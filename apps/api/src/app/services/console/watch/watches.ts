import type { Sale } from '@flash/database';
import type { QueueFeedEvent, QueueOverview } from '@flash/shared-types';
import type { QueueContext } from '../context.ts';
import { createWatch, type Watch } from './watch.ts';

/** Everybody who looks at the same sale looks through one pair of eyes. */
export interface Watches {
  /** The sale as it was at most a second ago, with the history that belongs to it. */
  glance(sale: Sale): Promise<QueueOverview>;
  /** Sends frames, the first one as soon as there is something to tell, until told to stop. */
  open(sale: Sale, send: (frame: string) => void): () => void;
  stop(): void;
}

/** How long a sale stays watched that nobody looks at: clients that poll ask again soon. */
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
    if (known) return known;
    const watch = createWatch(context, sale, frameOf);
    watches.set(sale.id, watch);
    timer ??= setInterval(tick, EVERY_MS);
    return watch;
  }

  function tick(): void {
    for (const [id, watch] of watches) {
      if (watch.idleMs() > LINGER_MS) watches.delete(id);
      else void watch.look().catch(() => undefined);
    }
    if (watches.size === 0) stop();
  }

  function stop(): void {
    if (timer) clearInterval(timer);
    timer = null;
  }

  return {
    glance: (sale) => watchOf(sale).glance(),
    open: (sale, send) => watchOf(sale).open(send),
    stop,
  };
}
