import type { LogEntry } from '@flash/fairness';
import type { Cluster, Redis } from 'ioredis';
import { noticeChannel } from './keys.ts';
import { decodeEntry } from './log.ts';

/** One logged change, as the script that made it announced it. */
export interface Notice {
  saleId: string;
  epoch: number;
  entry: LogEntry;
}

export interface Notices {
  /** Returns how to stop listening. A notice may be lost with the connection: readers also poll. */
  on(listener: (notice: Notice) => void): () => void;
  close(): Promise<void>;
}

/**
 * Takes a connection of its own: a subscribed one can do nothing else. `onError` is called for a
 * listener that threw and for text that is no notice; neither may stop the others.
 */
export async function createNotices(
  subscriber: Redis | Cluster,
  onError: (error: unknown) => void = () => {},
): Promise<Notices> {
  const listeners = new Set<(notice: Notice) => void>();

  function guarded(act: () => void): void {
    try {
      act();
    } catch (error) {
      onError(error);
    }
  }

  function receive(channel: string, text: string): void {
    if (channel !== noticeChannel) {
      return;
    }
    guarded(() => {
      const notice = parseNotice(text);
      for (const listener of listeners) {
        guarded(() => listener(notice));
      }
    });
  }

  subscriber.on('message', receive);
  await subscriber.subscribe(noticeChannel);
  return {
    on(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async close() {
      listeners.clear();
      subscriber.off('message', receive);
      await subscriber.unsubscribe(noticeChannel);
    },
  };
}

/** `saleId epoch n entry` */
export function parseNotice(text: string): Notice {
  const [saleId = '', epoch, n, ...entry] = text.split(' ');
  return { saleId, epoch: Number(epoch), entry: decodeEntry(Number(n), entry.join(' ')) };
}
