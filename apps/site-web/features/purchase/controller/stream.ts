import type { PurchaseState } from '@flash/shared-types';
import type { ServerClock, Store } from '@flash/web';
import type { ShopApi } from '../../../lib/shop/shop-api.ts';
import type { Purchase, PurchaseEvent } from '../state/purchase.ts';

interface StreamDeps {
  shop: ShopApi;
  saleId: string;
  store: Store<Purchase, PurchaseEvent>;
  clock: ServerClock;
}

/** The server says 204 to whoever is far from the head; asking again sooner would only cost. */
const RETRY_MS = 10_000;

/**
 * The buyer's own changes as they happen. One stream a browser: it may keep only six connections to
 * a server open, so seven tabs would hang the site. The tab that leads tells the others of the same
 * sale what it hears; they poll at the server's pace besides, in case it falls silent.
 */
export function createStream({ shop, saleId, store, clock }: StreamDeps) {
  let source: EventSource | null = null;
  let release: (() => void) | null = null;
  let closedAt = Number.NEGATIVE_INFINITY;
  let isWanted = false;
  const tabs = createTabs<PurchaseState>(
    () => `${saleId} ${store.get().email} ${store.get().user?.id ?? ''}`,
    hear,
  );

  function hear(place: PurchaseState): void {
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
      hear(place);
      tabs.tell(place);
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
    closedAt = Date.now();
  }

  function lead(): void {
    // Locks are absent on pages without TLS, and Node has locks but no streams: there it polls.
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
      tabs.listen(wanted);
      if (!wanted && source) {
        close();
      }
      if (wanted && !source && Date.now() - closedAt > RETRY_MS) {
        lead();
      }
    },
  };
}

function readPlace(data: string): PurchaseState | null {
  try {
    const value: unknown = JSON.parse(data);
    const isPlace = typeof value === 'object' && value !== null && 'state' in value;
    return isPlace ? (value as PurchaseState) : null;
  } catch {
    return null;
  }
}

interface Message<News> {
  about: string;
  news: News;
}

/**
 * Passes news between the tabs of this browser. `about` names whose news it is, so that a tab of
 * another sale, or of another guest in the same browser, takes none of it.
 */
export function createTabs<News>(about: () => string, hear: (news: News) => void) {
  let channel: BroadcastChannel | null = null;

  function open(): void {
    if (channel || typeof BroadcastChannel === 'undefined') {
      return;
    }
    channel = new BroadcastChannel('flash-sale');
    channel.onmessage = ({ data }: MessageEvent<Message<News>>) => {
      if (data.about === about()) {
        hear(data.news);
      }
    };
  }

  function close(): void {
    channel?.close();
    channel = null;
  }

  return {
    listen(wanted: boolean): void {
      if (wanted) {
        open();
      } else {
        close();
      }
    },
    tell(news: News): void {
      channel?.postMessage({ about: about(), news } satisfies Message<News>);
    },
  };
}
