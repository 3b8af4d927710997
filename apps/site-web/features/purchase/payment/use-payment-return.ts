import type { Authorise, Controller, Purchase } from '@flash/client';
import type { PaymentScript } from '@flash/shared-types';
import { useEffect, useRef, useState } from 'react';
import { useContactDraft } from '../panels/details.tsx';
import { contactOf } from '../state/contact.ts';

/** What the provider adds to the address of a page to which it sends a buyer back. */
const ADDED = ['payment_intent', 'payment_intent_client_secret', 'redirect_status'];

/** Goes on with a payment that this browser sent to the provider before the page was loaded. */
export function usePaymentReturn(purchase: Purchase, controller: Controller): void {
  const [isBack] = useState(takeReturn);
  const [draft] = useContactDraft();
  const isDone = useRef(false);
  const { place, payment, sale } = purchase;
  useEffect(() => {
    if (isDone.current || !place || !payment) {
      return;
    }
    isDone.current = true;
    if (place.state === 'held' && (isBack || controller.isPaymentOpen())) {
      // After a lost tab only what was authorised counts; after a bank's page also why it was not.
      const authorise = isBack ? asReturned(payment) : null;
      void controller.payWith(authorise, { contact: contactOf(draft, sale) });
    }
  }, [place, payment, sale, isBack, draft, controller]);
}

const asReturned =
  (payment: PaymentScript): Authorise =>
  async (prepared) => {
    const { readReturned } = await import('./stripe.ts');
    return readReturned(prepared, payment);
  };

/** Takes the answer out of the address, where a reload would find it again. The shop asks the provider itself. */
function takeReturn(): boolean {
  const url = new URL(location.href);
  const isBack = url.searchParams.has('payment_intent');
  if (isBack) {
    for (const name of ADDED) {
      url.searchParams.delete(name);
    }
    history.replaceState(history.state, '', url);
  }
  return isBack;
}
