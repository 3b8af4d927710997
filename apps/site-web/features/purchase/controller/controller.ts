import type { ConfirmBody } from '@flash/shared-types';
import { type Answer, createStore, newKey, type ServerClock, type Store } from '@flash/web';
import type { ShopApi } from '../../../lib/shop/shop-api.ts';
import { keepAddress, keptAddress } from '../../../lib/storage/kept-address.ts';
import type { Memory } from '../../../lib/storage/memory.ts';
import {
  type Action,
  nothingYet,
  type Purchase,
  type PurchaseEvent,
  reduce,
} from '../state/purchase.ts';
import { attempt, isUnclear } from './attempt.ts';
import { createWatch, type Watch } from './watch.ts';

interface ControllerDeps {
  shop: ShopApi;
  saleId: string;
  /** `kept` survives the tab: a guest's address, for a day. `tab` does not: the key of a join under way. */
  kept: Memory;
  tab: Memory;
  clock: ServerClock;
  wait?: (ms: number) => Promise<void>;
}

/** What a buyer can do. */
export interface Actions extends Pick<Watch, 'poke' | 'recognise'> {
  join(email: string): Promise<void>;
  confirm(payment: Pick<ConfirmBody, 'paymentToken' | 'contact'>): Promise<void>;
  extend(): Promise<void>;
  leave(): Promise<void>;
}

export interface Controller extends Actions, Pick<Watch, 'start' | 'stop'> {
  store: Store<Purchase, PurchaseEvent>;
  clock: ServerClock;
}

/** One buyer, one sale: what the buttons do, and what keeps the page true in between. */
export function createController(deps: ControllerDeps): Controller {
  const { shop, saleId, kept, tab, clock } = deps;
  const wait = deps.wait ?? ((ms) => new Promise<void>((resolve) => setTimeout(resolve, ms)));
  const store = createStore(reduce, { ...nothingYet, email: keptAddress(kept, saleId) });
  const watch = createWatch({ shop, saleId, store, clock });
  const who = () => ({ email: store.get().email || undefined, flashSaleId: saleId });

  async function run<Value>(action: Action, retries: number, send: () => Promise<Answer<Value>>) {
    if (store.get().busy) {
      return null;
    }
    store.send({ type: 'began', action });
    const answer = await attempt(send, { retries, wait });
    if (!answer.ok) {
      store.send({ type: 'refused', action, refusal: answer.refusal });
    }
    return answer;
  }

  return {
    store,
    clock,
    start: watch.start,
    stop: watch.stop,
    poke: watch.poke,
    recognise: watch.recognise,

    async join(email) {
      store.send({ type: 'guest', email });
      const key = joinKey(tab, saleId, email);
      const answer = await run('joining', 5, () => shop.buy({ body: who(), key }));
      if (!answer) {
        return;
      }
      // An unclear end keeps its key: pressing again asks for the very same place.
      if (answer.ok || !isUnclear(answer.refusal)) {
        forgetJoinKey(tab, saleId);
      }
      if (!answer.ok) {
        return watch.poke();
      }
      if (email) {
        keepAddress(kept, saleId, email);
      }
      clock.observe(answer.value.serverNow, answer.startedAt);
      store.send({ type: 'place', place: answer.value });
      store.send({ type: 'finished' });
      watch.poke();
    },

    async confirm(payment) {
      const key = newKey();
      const body = { ...who(), ...payment };
      const answer = await run('paying', 10, () => shop.confirm({ body, key }));
      if (!answer) {
        return;
      }
      if (answer.ok) {
        await showReceipt();
      }
      watch.poke();
    },

    async extend() {
      const key = newKey();
      const answer = await run('extending', 3, () => shop.extend({ body: who(), key }));
      if (answer?.ok) {
        store.send({ type: 'finished' });
      }
      watch.poke();
    },

    async leave() {
      const key = newKey();
      const answer = await run('leaving', 3, () => shop.leave({ body: who(), key }));
      if (answer?.ok) {
        store.send({ type: 'gaveBack' });
      }
      watch.poke();
    },
  };

  /** The page stays on "paying" until the place itself says sold, so that nothing flashes by. */
  async function showReceipt(): Promise<void> {
    const answer = await attempt(() => shop.position({ query: who() }), { retries: 5, wait });
    if (answer.ok) {
      store.send({ type: 'place', place: answer.value });
    }
    store.send({ type: 'finished' });
  }
}

const nothing = async () => {};

/** For a page that is only looked at: one that is opening, or an example. */
export const noActions: Actions = {
  poke: () => {},
  recognise: nothing,
  join: nothing,
  confirm: nothing,
  extend: nothing,
  leave: nothing,
};

/**
 * The key of a join outlives a reload: when the first answer, and the ticket in it, was lost on the
 * way, the same request with the same key gets it again.
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
