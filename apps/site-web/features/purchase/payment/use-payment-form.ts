import type { Authorise, PaymentFault, Purchase } from '@flash/client';
import { type RefObject, useEffect, useRef, useState } from 'react';
import type { OpenForm, Price } from './stripe.ts';

export type FormState = 'loading' | 'ready' | 'blocked';

/** The card form of the provider, from the moment at which it is worth loading. */
export interface PaymentForm {
  state: FormState;
  /** Where the provider draws it. */
  place: RefObject<HTMLDivElement | null>;
  retry(): void;
  /** `incomplete`: the form shows what has to be filled in. Right after the press, before anything else. */
  check(): Promise<PaymentFault | 'incomplete' | null>;
  authorise: Authorise;
}

interface Wanted {
  purchase: Purchase;
  /** A place is held, or nearly. */
  isNear: boolean;
  /** The gallery shows a state and loads nothing. */
  fixed: FormState | null;
}

/** Null where nothing is authorised in the browser, or not yet. */
export function usePaymentForm({ purchase, isNear, fixed }: Wanted): PaymentForm | null {
  const { payment } = purchase;
  const { amount, currency } = priceOf(purchase);
  const place = useRef<HTMLDivElement>(null);
  const form = useRef<OpenForm | null>(null);
  const price = useRef<Price>({ amount, currency });
  const [state, setState] = useState<FormState>('loading');
  const [tries, setTries] = useState(0);
  const isOpen = payment !== null && isNear && amount > 0;

  // biome-ignore lint/correctness/useExhaustiveDependencies: another try opens it anew
  useEffect(() => {
    const box = place.current;
    if (!isOpen || !payment || !box || fixed) {
      return;
    }
    const closing = new AbortController();
    const { signal } = closing;
    setState('loading');
    const wanted = { payment, place: box, price: price.current, signal };
    import('./stripe.ts')
      .then(({ openForm }) => openForm(wanted))
      .then((opened) => {
        form.current = opened;
        setState('ready');
      })
      .catch((error: unknown) => {
        if (!signal.aborted) {
          console.warn('The payment form did not open.', error);
          setState('blocked');
        }
      });
    return () => {
      closing.abort();
      form.current = null;
    };
  }, [isOpen, payment?.script, payment?.publishableKey, fixed, tries]);

  useEffect(() => {
    price.current = { amount, currency };
    if (amount > 0) {
      form.current?.update(price.current);
    }
  }, [amount, currency]);

  if (!isOpen) {
    return null;
  }
  return {
    state: fixed ?? state,
    place,
    retry: () => setTries((count) => count + 1),
    check: async () => (form.current ? form.current.check() : 'PROVIDER_BLOCKED'),
    authorise: async (prepared) =>
      form.current ? form.current.authorise(prepared) : 'PROVIDER_BLOCKED',
  };
}

/** That of the hold, once there is one. */
function priceOf({ place, sale }: Purchase): Price {
  return place?.state === 'held' || place?.state === 'claimed'
    ? { amount: place.priceMinor, currency: place.currency }
    : { amount: sale?.pricePerUnitMinor ?? 0, currency: sale?.currency ?? '' };
}
