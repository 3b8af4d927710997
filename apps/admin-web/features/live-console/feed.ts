import type { QueueFeedEvent, QueueOverview } from '@flash/shared-types';
import { backoffMs } from '@flash/shared-utils';
import type { Answer } from '@flash/web';
import type { ConsoleEvent } from './console.ts';

/** The part of an EventSource that is used here. */
interface Source {
  addEventListener(name: string, listener: (event: MessageEvent<string>) => void): void;
  close(): void;
}

interface FeedDeps {
  open(): Source;
  poll(signal: AbortSignal): Promise<Answer<QueueOverview>>;
  send(event: ConsoleEvent): void;
}

interface Feed {
  start(): void;
  stop(): void;
}

const LOOK_EVERY_MS = 1_000;
/** A stream tells something each second; after so much silence one asks. */
const SILENT_MS = 2_500;
const DEAD_MS = 10_000;
const POLL_EVERY_MS = 2_000;
const RECONNECT = { baseMs: 1_000, capMs: 15_000 };

/**
 * Follows one sale: by the stream, and by asking while the stream is away. It reconnects by itself
 * and not at once, so that after a restart the consoles of a team do not all come back together.
 */
export function createFeed({ open, poll, send }: FeedDeps): Feed {
  let source: Source | null = null;
  let looking: ReturnType<typeof setInterval> | null = null;
  let reconnecting: ReturnType<typeof setTimeout> | null = null;
  let asking: AbortController | null = null;
  let attempts = 0;
  let heardAt = 0;
  let askAt = 0;

  function connect(): void {
    reconnecting = null;
    heardAt = Date.now();
    source = open();
    source.addEventListener('counts', ({ data }) => hear(data));
    source.addEventListener('changes', ({ data }) => hear(data));
    source.addEventListener('error', disconnect);
  }

  function disconnect(): void {
    source?.close();
    source = null;
    if (reconnecting || !looking) {
      return;
    }
    reconnecting = setTimeout(connect, backoffMs(attempts, RECONNECT));
    attempts += 1;
  }

  function hear(data: string): void {
    const event = readEvent(data);
    if (!event) {
      return;
    }
    heardAt = Date.now();
    attempts = 0;
    send({ type: 'channel', channel: 'stream' });
    if (event.kind === 'changes') {
      send({ type: 'changes', changes: event.changes });
    } else {
      send({ type: 'counts', overview: event, receivedAt: heardAt });
    }
  }

  function look(): void {
    const now = Date.now();
    if (source && now - heardAt > DEAD_MS) {
      disconnect();
    }
    const isSilent = !source || now - heardAt > SILENT_MS;
    if (isSilent && !asking && now >= askAt) {
      void ask();
    }
  }

  async function ask(): Promise<void> {
    const own = new AbortController();
    asking = own;
    const answer = await poll(own.signal).catch(() => null);
    if (asking === own) {
      asking = null;
    }
    if (!answer || own.signal.aborted) {
      return;
    }
    askAt = Date.now() + (answer.ok ? POLL_EVERY_MS : (answer.refusal.retryAfterMs ?? 0));
    if (!answer.ok) {
      return send({ type: 'refused', refusal: answer.refusal });
    }
    if (!source || Date.now() - heardAt > SILENT_MS) {
      send({ type: 'channel', channel: 'poll' });
    }
    send({ type: 'counts', overview: answer.value, receivedAt: Date.now() });
  }

  return {
    start() {
      if (looking) {
        return;
      }
      send({ type: 'channel', channel: 'opening' });
      looking = setInterval(look, LOOK_EVERY_MS);
      connect();
    },
    stop() {
      if (looking) {
        clearInterval(looking);
      }
      if (reconnecting) {
        clearTimeout(reconnecting);
      }
      looking = null;
      reconnecting = null;
      asking?.abort();
      asking = null;
      source?.close();
      source = null;
    },
  };
}

function readEvent(data: string): QueueFeedEvent | null {
  try {
    const event: unknown = JSON.parse(data);
    const isEvent = typeof event === 'object' && event !== null && 'kind' in event;
    return isEvent ? (event as QueueFeedEvent) : null;
  } catch {
    return null;
  }
}
