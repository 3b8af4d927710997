import type { PurchaseState } from '@flash/shared-types';
import type { ShopApi } from '../api/shop-api.ts';
import { monotonicNow, type ServerClock } from '../server-clock.ts';
import type { Store } from '../store.ts';
import type { Purchase, PurchaseEvent } from './purchase.ts';

export interface StreamDeps {
  shop: ShopApi;
  saleId: string;
  store: Store<Purchase, PurchaseEvent>;
  clock: ServerClock;
}

/** The server answers 204 to places far from the head; asking again sooner costs and brings nothing. */
export const RETRY_MS = 10_000;

/** How the buyer's own changes come between polls. */
export interface Stream {
  isOpen(): boolean;
  /** Keeps one open while the place can change. */
  follow(wanted: boolean): void;
}

/**
 * Streams the buyer's own changes. One stream per browser: a browser keeps only six connections to a
 * server open, so seven tabs would hang the site. The leading tab passes each message to the other tabs
 * of the same place; all of them also poll, in case the leader stops.
 */
export function createStream({ shop, saleId, store, clock }: StreamDeps): Stream {
  let source: EventSource | null = null;
  let release: (() => void) | null = null;
  let closedAt = Number.NEGATIVE_INFINITY;
  let isWanted = false;
  const tabs = createTabChannel<PurchaseState>(
    () => `${saleId} ${store.get().email} ${store.get().user?.id ?? ''}`,
    apply,
  );

  function apply(place: PurchaseState): void {
    clock.atLeast(place.serverNow);
    store.send({ type: 'place', place });
  }

  function open(): void {
    const url = new URL(`/orders/stream?flashSaleId=${encodeURIComponent(saleId)}`, shop.base);
    source = new EventSource(url, { withCredentials: true });
    const receive = (event: MessageEvent<string>) => {
      const place = readPlace(event.data);
      if (!place) {
        return;
      }
      apply(place);
      tabs.broadcast(place);
    };
    source.addEventListener('message', receive);
    source.addEventListener('state', receive);
    source.addEventListener('error', () => {
      if (source?.readyState === EventSource.CLOSED) {
        close();
      }
    });
  }

  function close(): void {
    source?.close();
    source = null;
    release?.();
    release = null;
    closedAt = monotonicNow();
  }

  function becomeLeader(): void {
    // Pages without TLS have no locks, and Node has no EventSource: there, polling is enough.
    const locks = globalThis.navigator?.locks;
    if (!locks || typeof EventSource === 'undefined' || release) {
      return;
    }
    void locks.request('flash-sale-stream', { ifAvailable: true }, (lock) => {
      if (!lock || !isWanted || source) {
        return;
      }
      return new Promise<void>((resolve) => {
        release = resolve;
        open();
      });
    });
  }

  return {
    isOpen: () => source !== null && source.readyState === EventSource.OPEN,
    follow(wanted: boolean): void {
      isWanted = wanted;
      tabs.setListening(wanted);
      if (!wanted && source) {
        close();
      }
      if (wanted && !source && monotonicNow() - closedAt > RETRY_MS) {
        becomeLeader();
      }
    },
  };
}

export function readPlace(data: string): PurchaseState | null {
  try {
    const value: unknown = JSON.parse(data);
    const isPlace = typeof value === 'object' && value !== null && 'state' in value;
    return isPlace ? (value as PurchaseState) : null;
  } catch (error) {
    console.warn('A message of /orders/stream is not JSON.', error);
    return null;
  }
}

interface Message<Body> {
  topic: string;
  body: Body;
}

/**
 * Passes messages between the tabs of this browser. `topic` names the place a message is about, so that
 * a tab of another sale, or of another guest in the same browser, ignores it.
 */
export function createTabChannel<Body>(topic: () => string, receive: (body: Body) => void) {
  let channel: BroadcastChannel | null = null;

  function open(): void {
    if (channel || typeof BroadcastChannel === 'undefined') {
      return;
    }
    channel = new BroadcastChannel('flash-sale');
    channel.onmessage = ({ data }: MessageEvent<Message<Body>>) => {
      if (data.topic === topic()) {
        receive(data.body);
      }
    };
  }

  function close(): void {
    channel?.close();
    channel = null;
  }

  return {
    setListening(isWanted: boolean): void {
      if (isWanted) {
        open();
      } else {
        close();
      }
    },
    broadcast(body: Body): void {
      channel?.postMessage({ topic: topic(), body } satisfies Message<Body>);
    },
  };
}

/** The stream of a buyer who proves the place by a header, which the browser's EventSource cannot send. */
export function createFetchStream(deps: StreamDeps, send: typeof fetch): Stream {
  const { shop, saleId, store, clock } = deps;
  const url = new URL(`/orders/stream?flashSaleId=${encodeURIComponent(saleId)}`, shop.base);
  let reading: AbortController | null = null;
  let isOpen = false;
  let closedAt = Number.NEGATIVE_INFINITY;

  async function read(signal: AbortSignal): Promise<void> {
    const answer = await send(url, { headers: { accept: 'text/event-stream' }, signal });
    if (answer.status !== 200 || !answer.body) {
      return;
    }
    isOpen = true;
    for await (const data of eventsIn(answer.body)) {
      const place = readPlace(data);
      if (place) {
        clock.atLeast(place.serverNow);
        store.send({ type: 'place', place });
      }
    }
  }

  async function open(): Promise<void> {
    const own = new AbortController();
    reading = own;
    // A stream that is cut or refused is made up for by the polls, which go on all the time.
    await read(own.signal).catch(() => {});
    if (reading === own) {
      reading = null;
      isOpen = false;
      closedAt = monotonicNow();
    }
  }

  return {
    isOpen: () => isOpen,
    follow(wanted) {
      if (!wanted && reading) {
        reading.abort();
        reading = null;
        isOpen = false;
        closedAt = monotonicNow();
      }
      if (wanted && !reading && monotonicNow() - closedAt > RETRY_MS) {
        void open();
      }
    },
  };
}

/** The data of each server-sent event, however the network cuts them into pieces. */
export async function* eventsIn(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = '';
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) {
        return;
      }
      const frames = (rest + decoder.decode(value, { stream: true })).split(/\r?\n\r?\n/);
      rest = frames.pop() ?? '';
      for (const frame of frames) {
        const lines = frame.split(/\r?\n/).filter((line) => line.startsWith('data:'));
        if (lines.length > 0) {
          yield lines.map((line) => line.slice(5).replace(/^ /, '')).join('\n');
        }
      }
    }
  } finally {
    await reader.cancel().catch(() => {});
  }
}
