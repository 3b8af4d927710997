import type { ShopApi } from '../api/shop-api.ts';
import type { ServerClock } from '../server-clock.ts';
import { learnTime } from '../server-clock.ts';
import type { Store } from '../store.ts';
import { hasActivePlace, nextPollDelayMs, retryDelayMs } from './poll-delay.ts';
import { type Purchase, type PurchaseEvent, shopMailOf } from './purchase.ts';
import { createStream, type Stream, type StreamDeps } from './stream.ts';

interface PollerDeps {
  shop: ShopApi;
  saleId: string;
  store: Store<Purchase, PurchaseEvent>;
  clock: ServerClock;
  isPlaceExpected: boolean;
  streamOf?: ((deps: StreamDeps) => Stream) | undefined;
  /** The shop knows the guest by the ticket, and this page does not. */
  keepGuest(email: string): void;
}

export interface Poller {
  start(): void;
  /** Asks who is signed in, then refreshes. */
  refreshSession(): Promise<void>;
  /** Asks at once instead of at the next poll. */
  refreshNow(): void;
  /** Asks for the place and resolves when the answer is there. */
  refreshPlace(): Promise<void>;
  /** Asks for the sale again, which is otherwise read once. */
  refreshSale(): Promise<void>;
  stop(): void;
}

/** Loads the sale once, then polls the buyer's place or, without one, the public line. */
export function createPoller(deps: PollerDeps): Poller {
  const { shop, saleId, store, clock } = deps;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;
  let isStopped = false;
  let isFetching = false;
  let isRefreshWanted = false;
  let isFetchingTime = false;
  const stream = (deps.streamOf ?? createStream)({ shop, saleId, store, clock });

  async function refresh(): Promise<void> {
    if (isStopped || isFetching) {
      return;
    }
    isFetching = true;
    clearTimeout(timer);
    const shouldAskPlace =
      isRefreshWanted || hasActivePlace(store.get()) || store.get().place === null;
    isRefreshWanted = false;
    // A known active place opens the stream at once, without waiting for one more answer.
    if (hasActivePlace(store.get())) {
      stream.follow(true);
    }
    const retryAfterMs = await fetchState(shouldAskPlace);
    isFetching = false;
    if (isStopped) {
      return;
    }
    if (isRefreshWanted) {
      return refresh();
    }
    failures = retryAfterMs === null ? 0 : failures + 1;
    stream.follow(hasActivePlace(store.get()));
    const delayMs =
      retryAfterMs === null
        ? nextPollDelayMs(store.get(), clock.now(), stream.isOpen())
        : retryDelayMs(failures, retryAfterMs);
    timer = setTimeout(() => void refresh(), delayMs);
  }

  /** Null when the server answered, else how long it wants no request (0 if it did not say). */
  async function fetchState(shouldAskPlace: boolean): Promise<number | null> {
    const { sale } = store.get();
    if (clock.now() === null && !(shouldAskPlace && isBuyerKnown())) {
      void fetchTime();
    }
    // One that does not exist may be published later: it has no line to ask for until then.
    if (!sale) {
      const retryAfterMs = await fetchSale();
      if (retryAfterMs !== null || !store.get().sale) {
        return retryAfterMs;
      }
    }
    const retryAfterMs = isBuyerKnown() && shouldAskPlace ? await fetchPlace() : null;
    return retryAfterMs === null && !hasActivePlace(store.get()) ? fetchLine() : retryAfterMs;
  }

  const isBuyerKnown = () =>
    store.get().email !== '' || store.get().user !== null || deps.isPlaceExpected;

  async function fetchTime(): Promise<void> {
    if (isFetchingTime) {
      return;
    }
    isFetchingTime = true;
    await learnTime(shop, clock);
    isFetchingTime = false;
  }

  async function fetchSale(): Promise<number | null> {
    const answer = await shop.publicSale({ query: { flashSaleId: saleId } });
    if (answer.ok) {
      if (answer.value.item?.identity === 'account') {
        await fetchSession();
      }
      store.send({
        type: 'sale',
        sale: answer.value.item,
        ...shopMailOf(answer.value.meta),
        payment: answer.value.meta.payment ?? null,
      });
      return null;
    }
    if (answer.refusal.status === 404 || answer.refusal.status === 400) {
      store.send({ type: 'sale', sale: null });
      return null;
    }
    return reportLost(answer.refusal.retryAfterMs);
  }

  async function fetchSession(): Promise<void> {
    const answer = await shop.getSession();
    if (answer.ok) {
      store.send({ type: 'user', user: answer.value.user });
    }
  }

  async function fetchPlace(): Promise<number | null> {
    const { email } = store.get();
    const answer = await shop.position({
      query: { email: email || undefined, flashSaleId: saleId },
    });
    if (answer.ok) {
      clock.observe(answer.value.serverNow, answer.startedAt);
      store.send({ type: 'place', place: answer.value });
      if (answer.value.email && !email && answer.value.seq !== null) {
        deps.keepGuest(answer.value.email);
      }
      return null;
    }
    if (answer.refusal.status !== 401) {
      return reportLost(answer.refusal.retryAfterMs);
    }
    store.send({ type: 'user', user: null });
    return null;
  }

  async function fetchLine(): Promise<number | null> {
    const answer = await shop.line({ params: { id: saleId } });
    if (!answer.ok) {
      return reportLost(answer.refusal.retryAfterMs);
    }
    store.send({ type: 'line', line: answer.value });
    return null;
  }

  function reportLost(retryAfterMs: number | null): number {
    store.send({ type: 'lost' });
    return retryAfterMs ?? 0;
  }

  function refreshNow(): void {
    isRefreshWanted = true;
    void refresh();
  }

  return {
    start() {
      isStopped = false;
      void refresh();
    },
    refreshNow,
    async refreshPlace() {
      await fetchPlace();
    },
    async refreshSale() {
      await fetchSale();
    },
    async refreshSession() {
      await fetchSession();
      refreshNow();
    },
    stop() {
      isStopped = true;
      clearTimeout(timer);
      stream.follow(false);
    },
  };
}
