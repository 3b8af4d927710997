import type { ConfirmBody } from '@flash/shared-types';
import { newKey } from '../api/client.ts';
import type { Answer } from '../api/http.ts';
import type { ShopApi } from '../api/shop-api.ts';
import type { ServerClock } from '../server-clock.ts';
import type { Memory } from '../storage.ts';
import { keepAddress, keptAddress } from '../storage.ts';
import { createStore, type Store } from '../store.ts';
import { type Authorise, createPaymentRun, openPaymentName } from './payment-run.ts';
import { createPoller, type Poller } from './poller.ts';
import {
  type Action,
  initialPurchase,
  type Purchase,
  type PurchaseEvent,
  reduce,
} from './purchase.ts';
import { isUnclear, retryWhileUnclear } from './retry.ts';
import type { Stream, StreamDeps } from './stream.ts';

interface ControllerDeps {
  shop: ShopApi;
  saleId: string;
  /** `kept` outlives the tab (a guest's address, for a day); `tab` does not (the key of a pending join). */
  kept: Memory;
  tab: Memory;
  clock: ServerClock;
  /** A place was taken by a form, before the page could learn the address. */
  isPlaceExpected?: boolean;
  /** For programs that send no cookies; by default the browser's EventSource. */
  streamOf?: (deps: StreamDeps) => Stream;
  wait?: (ms: number) => Promise<void>;
}

/** What a buyer can do. */
export interface Actions extends Pick<Poller, 'refreshNow' | 'refreshSession'> {
  join(email: string): Promise<void>;
  /** Opens a place that was taken on another device, by a code that works once. */
  openPlace(code: string): Promise<void>;
  confirm(payment: Pick<ConfirmBody, 'paymentToken' | 'contact'>): Promise<void>;
  /**
   * Prepares the payment, has it authorised, and confirms. Without `authorise` it goes on only with a payment
   * that was authorised before, and else does nothing.
   */
  payWith(authorise: Authorise | null, payment: Pick<ConfirmBody, 'contact'>): Promise<void>;
  /** Whether this browser sent a payment to the provider and has not heard its end. */
  isPaymentOpen(): boolean;
  extend(): Promise<void>;
  leave(): Promise<void>;
}

export interface Controller extends Actions, Pick<Poller, 'start' | 'stop'> {
  store: Store<Purchase, PurchaseEvent>;
  clock: ServerClock;
}

/** The actions of one buyer in one sale, and the polling between them. */
export function createController(deps: ControllerDeps): Controller {
  const { shop, saleId, kept, tab, clock } = deps;
  const wait = deps.wait ?? ((ms) => new Promise<void>((resolve) => setTimeout(resolve, ms)));
  const store = createStore(reduce, { ...initialPurchase, email: keptAddress(kept, saleId) });
  const poller = createPoller({
    ...{ shop, saleId, store, clock },
    isPlaceExpected: deps.isPlaceExpected ?? false,
    streamOf: deps.streamOf,
    keepGuest(email) {
      keepAddress(kept, saleId, email);
      store.send({ type: 'guest', email });
    },
  });
  const buyer = () => ({ email: store.get().email || undefined, flashSaleId: saleId });

  async function run<Value>(action: Action, retries: number, send: () => Promise<Answer<Value>>) {
    if (store.get().busy) {
      return null;
    }
    store.send({ type: 'began', action });
    const answer = await retryWhileUnclear(send, {
      ...{ retries, wait },
      ...(action === 'joining' && {
        onTurnedAway: (refusal) => store.send({ type: 'turnedAway', action, refusal }),
      }),
    });
    if (!answer.ok) {
      store.send({ type: 'refused', action, refusal: answer.refusal });
    }
    return answer;
  }

  return {
    store,
    clock,
    start: poller.start,
    stop: poller.stop,
    refreshNow: poller.refreshNow,
    refreshSession: poller.refreshSession,

    async join(email) {
      store.send({ type: 'guest', email });
      const key = joinKey(tab, saleId, email);
      const answer = await run('joining', 5, () => shop.buy({ body: buyer(), key }));
      if (!answer) {
        return;
      }
      // An unclear end keeps its key: pressing again asks for the same place.
      if (answer.ok || !isUnclear(answer.refusal)) {
        forgetJoinKey(tab, saleId);
      }
      if (!answer.ok) {
        return poller.refreshNow();
      }
      if (email) {
        keepAddress(kept, saleId, email);
      }
      clock.observe(answer.value.serverNow, answer.startedAt);
      store.send({ type: 'place', place: answer.value });
      store.send({ type: 'finished' });
      poller.refreshNow();
    },

    async openPlace(code) {
      const key = joinKey(tab, saleId, code);
      const body = { flashSaleId: saleId, code };
      const answer = await run('joining', 5, () => shop.openByCode({ body, key }));
      if (!answer) {
        return;
      }
      if (answer.ok || !isUnclear(answer.refusal)) {
        forgetJoinKey(tab, saleId);
      }
      if (answer.ok) {
        const email = answer.value.email ?? '';
        store.send({ type: 'guest', email });
        keepAddress(kept, saleId, email);
        await poller.refreshPlace();
        store.send({ type: 'finished' });
      }
      poller.refreshNow();
    },

    async confirm(payment) {
      const key = newKey();
      const body = { ...buyer(), ...payment };
      const answer = await run('paying', 10, () => shop.confirm({ body, key }));
      if (!answer) {
        return;
      }
      if (answer.ok) {
        await showReceipt();
      }
      await learnRules();
      poller.refreshNow();
    },

    async payWith(authorise, payment) {
      if (store.get().busy) {
        return;
      }
      store.send({ type: 'began', action: 'paying' });
      await createPaymentRun({ ...deps, store, wait, body: { ...buyer(), ...payment } })(authorise);
      await learnRules();
      poller.refreshNow();
    },
    isPaymentOpen: () => kept.get(openPaymentName(saleId)) !== null,

    async extend() {
      const key = newKey();
      const answer = await run('extending', 3, () => shop.extend({ body: buyer(), key }));
      if (answer?.ok) {
        store.send({ type: 'finished' });
      }
      poller.refreshNow();
    },

    async leave() {
      const key = newKey();
      const answer = await run('leaving', 3, () => shop.leave({ body: buyer(), key }));
      if (answer?.ok) {
        store.send({ type: 'gaveBack' });
      }
      poller.refreshNow();
    },
  };

  /** What a sale needs to be told may have changed since the page was opened. */
  async function learnRules(): Promise<void> {
    if (store.get().failure?.refusal.code === 'VALIDATION_FAILED') {
      await poller.refreshSale();
    }
  }

  /** The page shows "paying" until the place is sold, so that no other state flashes by. */
  async function showReceipt(): Promise<void> {
    const answer = await retryWhileUnclear(() => shop.position({ query: buyer() }), {
      retries: 5,
      wait,
    });
    if (answer.ok) {
      store.send({ type: 'place', place: answer.value });
    }
    store.send({ type: 'finished' });
  }
}

const doNothing = async () => {};

/** For a page without a buyer: while it loads, and in the gallery. */
export const noActions: Actions = {
  refreshNow: () => {},
  refreshSession: doNothing,
  join: doNothing,
  openPlace: doNothing,
  confirm: doNothing,
  payWith: doNothing,
  isPaymentOpen: () => false,
  extend: doNothing,
  leave: doNothing,
};

/**
 * The key of a join outlives a reload: if the first answer, and the ticket in it, was lost, the same
 * request with the same key gets it again.
 */
function joinKey(memory: Memory, saleId: string, email: string): string {
  const name = `flash.join.${saleId}`;
  const [owner, kept] = (memory.get(name) ?? '').split('\n');
  if (kept && owner === email) {
    return kept;
  }
  const key = newKey();
  memory.set(name, `${email}\n${key}`);
  return key;
}

function forgetJoinKey(memory: Memory, saleId: string): void {
  memory.drop(`flash.join.${saleId}`);
}
