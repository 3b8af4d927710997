import type { ConfirmBody, PaymentAnswer } from '@flash/shared-types';
import { newKey } from '../api/client.ts';
import type { PaymentFault, Refusal } from '../api/http.ts';
import type { ShopApi } from '../api/shop-api.ts';
import type { Memory } from '../storage.ts';
import type { Store } from '../store.ts';
import type { Purchase, PurchaseEvent } from './purchase.ts';
import { retryWhileUnclear } from './retry.ts';

/** Brings a prepared payment through the provider in the browser; null when it is authorised. */
export type Authorise = (payment: PaymentAnswer) => Promise<PaymentFault | null>;

interface Deps {
  shop: Pick<ShopApi, 'preparePayment' | 'confirm' | 'position'>;
  saleId: string;
  kept: Memory;
  store: Store<Purchase, PurchaseEvent>;
  wait: (ms: number) => Promise<void>;
  body: ConfirmBody;
}

export const openPaymentName = (saleId: string) => `flash.paying.${saleId}`;

const PREPARE_RETRIES = 3;
const CONFIRM_RETRIES = 10;
/** How long the provider's own message to the shop may take to become an order. */
const SETTLE_TRIES = 20;
const SETTLE_MS = 500;

/**
 * One payment through the provider in the browser. Its note outlives the tab, so that a page which comes back
 * asks what became of the payment instead of waiting for the provider's message to the shop.
 */
export function createPaymentRun({ shop, saleId, kept, store, wait, body }: Deps) {
  const note = openPaymentName(saleId);

  async function run(authorise: Authorise | null): Promise<void> {
    const prepared = await prepare();
    if (!prepared.ok) {
      return refuse(prepared.refusal);
    }
    const payment = prepared.value;
    if (payment.provider !== 'stripe' || payment.isAuthorised) {
      return confirm(payment);
    }
    if (authorise === null) {
      kept.drop(note);
      store.send({ type: 'finished' });
      return;
    }
    kept.set(note, '1');
    store.send({ type: 'atProvider', isThere: true });
    const fault = await authorise(payment);
    store.send({ type: 'atProvider', isThere: false });
    if (fault === null || (await isAuthorisedAfter(fault))) {
      return confirm(payment);
    }
    await refuse(refusalOf(fault));
  }

  const prepare = () =>
    retryWhileUnclear(() => shop.preparePayment({ body }), { retries: PREPARE_RETRIES, wait });

  /** An answer that did not come may have been a yes. */
  async function isAuthorisedAfter(fault: PaymentFault): Promise<boolean> {
    if (fault !== 'PROVIDER_SILENT') {
      return false;
    }
    const again = await prepare();
    return again.ok ? again.value.isAuthorised : again.refusal.code === 'CONFIRM_IN_PROGRESS';
  }

  async function confirm({ paymentId }: PaymentAnswer): Promise<void> {
    const key = newKey();
    const paid = { ...body, ...(paymentId !== null && { paymentToken: paymentId }) };
    const answer = await retryWhileUnclear(() => shop.confirm({ body: paid, key }), {
      retries: CONFIRM_RETRIES,
      wait,
    });
    if (answer.ok) {
      return settle();
    }
    await refuse(answer.refusal);
  }

  async function refuse(refusal: Refusal): Promise<void> {
    // The provider told the shop first, and the order is made or being made without this page.
    if (refusal.code === 'CONFIRM_IN_PROGRESS' || refusal.code === 'ALREADY_BOUGHT') {
      return settle();
    }
    if (refusal.code !== 'OFFLINE') {
      kept.drop(note);
    }
    store.send({ type: 'refused', action: 'paying', refusal });
  }

  /** The page shows "paying" until the place is sold, so that no other state flashes by. */
  async function settle(): Promise<void> {
    for (let tried = 0; tried < SETTLE_TRIES; tried += 1) {
      const answer = await shop.position({
        query: { email: body.email, flashSaleId: saleId },
      });
      if (answer.ok) {
        store.send({ type: 'place', place: answer.value });
        if (answer.value.state !== 'held' && answer.value.state !== 'claimed') {
          break;
        }
      }
      await wait(SETTLE_MS);
    }
    kept.drop(note);
    store.send({ type: 'finished' });
  }

  return run;
}

function refusalOf(code: PaymentFault): Refusal {
  return {
    ...{ code, status: 402, title: code, detail: '', requestId: null },
    ...{ errors: [], retryAfterMs: null, orderId: null },
  };
}
