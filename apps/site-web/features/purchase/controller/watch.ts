import type { ServerClock, Store } from '@flash/web';
import type { ShopApi } from '../../../lib/shop/shop-api.ts';
import { learnTime } from '../../../lib/shop/site-clock.ts';
import type { Purchase, PurchaseEvent } from '../state/purchase.ts';
import { hasLivingPlace, pauseAfterFailure, pauseBeforeNext } from './pace.ts';
import { createStream } from './stream.ts';

interface WatchDeps {
  shop: ShopApi;
  saleId: string;
  store: Store<Purchase, PurchaseEvent>;
  clock: ServerClock;
}

export interface Watch {
  start(): void;
  /** Finds out who is signed in, then asks at once. */
  recognise(): Promise<void>;
  /** Asks at once, whatever the pace says. */
  poke(): void;
  stop(): void;
}

/** Keeps the page true: the sale once, then the buyer's place or, without one, the public line. */
export function createWatch({ shop, saleId, store, clock }: WatchDeps): Watch {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;
  let isStopped = false;
  let isAsking = false;
  let isPoked = false;
  let isAskingTime = false;
  const stream = createStream({ shop, saleId, store, clock });

  async function look(): Promise<void> {
    if (isStopped || isAsking) {
      return;
    }
    isAsking = true;
    clearTimeout(timer);
    const asksPlace = isPoked || hasLivingPlace(store.get()) || store.get().place === null;
    isPoked = false;
    // A place that is living already is followed from now on, not only after one more answer.
    if (hasLivingPlace(store.get())) {
      stream.follow(true);
    }
    const retryAfterMs = await ask(asksPlace);
    isAsking = false;
    if (isStopped) {
      return;
    }
    if (isPoked) {
      return look();
    }
    failures = retryAfterMs === null ? 0 : failures + 1;
    stream.follow(hasLivingPlace(store.get()));
    const pause =
      retryAfterMs === null
        ? pauseBeforeNext(store.get(), clock.now(), stream.isOpen())
        : pauseAfterFailure(failures, retryAfterMs);
    timer = setTimeout(() => void look(), pause);
  }

  /** Null when the answer was clear, else how long the server wants to be left alone. */
  async function ask(asksPlace: boolean): Promise<number | null> {
    const { sale, isMissing } = store.get();
    if (clock.now() === null && !(asksPlace && isBuyerKnown())) {
      void askTime();
    }
    if (!sale && !isMissing) {
      const trouble = await askSale();
      if (trouble !== null || !store.get().sale) {
        return trouble;
      }
    }
    const trouble = isBuyerKnown() && asksPlace ? await askPlace() : null;
    return trouble === null && !hasLivingPlace(store.get()) ? askLine() : trouble;
  }

  const isBuyerKnown = () => store.get().email !== '' || store.get().user !== null;

  async function askTime(): Promise<void> {
    if (isAskingTime) {
      return;
    }
    isAskingTime = true;
    await learnTime(shop, clock);
    isAskingTime = false;
  }

  async function askSale(): Promise<number | null> {
    const answer = await shop.publicSale({ query: { flashSaleId: saleId } });
    if (answer.ok) {
      if (answer.value.item?.identity === 'account') {
        await askSession();
      }
      store.send({ type: 'sale', sale: answer.value.item });
      return null;
    }
    if (answer.refusal.status === 404 || answer.refusal.status === 400) {
      store.send({ type: 'sale', sale: null });
      return null;
    }
    return lost(answer.refusal.retryAfterMs);
  }

  async function askSession(): Promise<void> {
    const answer = await shop.getSession();
    if (answer.ok) {
      store.send({ type: 'user', user: answer.value.user });
    }
  }

  async function askPlace(): Promise<number | null> {
    const { email } = store.get();
    const answer = await shop.position({
      query: { email: email || undefined, flashSaleId: saleId },
    });
    if (answer.ok) {
      clock.observe(answer.value.serverNow, answer.startedAt);
      store.send({ type: 'place', place: answer.value });
      return null;
    }
    if (answer.refusal.status !== 401) {
      return lost(answer.refusal.retryAfterMs);
    }
    store.send({ type: 'user', user: null });
    return null;
  }

  async function askLine(): Promise<number | null> {
    const answer = await shop.line({ params: { id: saleId } });
    if (!answer.ok) {
      return lost(answer.refusal.retryAfterMs);
    }
    store.send({ type: 'line', line: answer.value });
    return null;
  }

  function lost(retryAfterMs: number | null): number {
    store.send({ type: 'lost' });
    return retryAfterMs ?? 0;
  }

  function poke(): void {
    isPoked = true;
    void look();
  }

  return {
    start() {
      isStopped = false;
      void look();
    },
    poke,
    async recognise() {
      await askSession();
      poke();
    },
    stop() {
      isStopped = true;
      clearTimeout(timer);
      stream.follow(false);
    },
  };
}
