import type { Answer } from '@flash/client';
import type { QueueFeedEvent, QueueOverview } from '@flash/shared-types';
import { backoffMs } from '@flash/shared-utils';
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

const CHECK_INTERVAL_MS = 1_000;
/** A working stream sends every second; after this silence the feed polls. */
const SILENT_MS = 2_500;
const DEAD_MS = 10_000;
const POLL_INTERVAL_MS = 2_000;
const RECONNECT = { baseMs: 1_000, capMs: 15_000 };

/**
 * Follows one sale by a stream, and polls while the stream is down. It reconnects with a backoff, so
 * that the open consoles of a team do not all reconnect at once after a restart.
 */
export function createFeed({ open, poll, send }: FeedDeps): Feed {
  let source: Source | null = null;
  let checking: ReturnType<typeof setInterval> | null = null;
  let reconnecting: ReturnType<typeof setTimeout> | null = null;
  let polling: AbortController | null = null;
  let attempts = 0;
  let receivedAt = 0;
  let pollAt = 0;

  function connect(): void {
    reconnecting = null;
    receivedAt = Date.now();
    source = open();
    source.addEventListener('counts', ({ data }) => receive(data));
    source.addEventListener('changes', ({ data }) => receive(data));
    source.addEventListener('error', disconnect);
  }

  function disconnect(): void {
    source?.close();
    source = null;
    if (reconnecting || !checking) {
      return;
    }
    reconnecting = setTimeout(connect, backoffMs(attempts, RECONNECT));
    attempts += 1;
  }

  function receive(data: string): void {
    const event = readEvent(data);
    if (!event) {
      return;
    }
    receivedAt = Date.now();
    attempts = 0;
    send({ type: 'channel', channel: 'stream' });
    if (event.kind === 'changes') {
      send({ type: 'changes', changes: event.changes });
    } else {
      send({ type: 'counts', overview: event, receivedAt });
    }
  }

  function check(): void {
    const now = Date.now();
    if (source && now - receivedAt > DEAD_MS) {
      disconnect();
    }
    const isSilent = !source || now - receivedAt > SILENT_MS;
    if (isSilent && !polling && now >= pollAt) {
      void pollOnce();
    }
  }

  async function pollOnce(): Promise<void> {
    const own = new AbortController();
    polling = own;
    const answer = await poll(own.signal).catch((error: unknown) => {
      if (!own.signal.aborted) {
        console.error('The live console could not request its counts', error);
      }
      return null;
    });
    if (polling === own) {
      polling = null;
    }
    if (!answer || own.signal.aborted) {
      return;
    }
    pollAt = Date.now() + (answer.ok ? POLL_INTERVAL_MS : (answer.refusal.retryAfterMs ?? 0));
    if (!answer.ok) {
      return send({ type: 'refused', refusal: answer.refusal });
    }
    if (!source || Date.now() - receivedAt > SILENT_MS) {
      send({ type: 'channel', channel: 'poll' });
    }
    send({ type: 'counts', overview: answer.value, receivedAt: Date.now() });
  }

  return {
    start() {
      if (checking) {
        return;
      }
      send({ type: 'channel', channel: 'opening' });
      checking = setInterval(check, CHECK_INTERVAL_MS);
      connect();
    },
    stop() {
      if (checking) {
        clearInterval(checking);
      }
      if (reconnecting) {
        clearTimeout(reconnecting);
      }
      checking = null;
      reconnecting = null;
      polling?.abort();
      polling = null;
      source?.close();
      source = null;
    },
  };
}

/** Null for a message that is not an event; the feed polls if no valid one follows. */
function readEvent(data: string): QueueFeedEvent | null {
  try {
    const event: unknown = JSON.parse(data);
    const isEvent = typeof event === 'object' && event !== null && 'kind' in event;
    return isEvent ? (event as QueueFeedEvent) : null;
  } catch {
    return null;
  }
}
