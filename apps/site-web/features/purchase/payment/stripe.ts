import type { Authorise, PaymentFault } from '@flash/client';
import type { PaymentAnswer, PaymentScript } from '@flash/shared-types';
import type {
  Appearance,
  PaymentIntentResult,
  Stripe,
  StripeConstructor,
  StripeElementLocale,
} from '@stripe/stripe-js';
import { faultOf } from './faults.ts';

/** A card form that the provider draws, and what it can do. */
export interface OpenForm {
  /** `incomplete`: the form itself shows what has to be filled in. */
  check(): Promise<PaymentFault | 'incomplete' | null>;
  authorise: Authorise;
  update(price: Price): void;
}

export interface Price {
  amount: number;
  currency: string;
}

interface Opening {
  payment: PaymentScript;
  place: HTMLElement;
  price: Price;
  /** Aborted: the form is taken away. */
  signal: AbortSignal;
}

/** Beyond it a script, or the frame of the form, counts as blocked. */
const PATIENCE_MS = 20_000;

/** Loads the provider's script and draws its form; rejects if either does not come. */
export async function openForm({ payment, place, price, signal }: Opening): Promise<OpenForm> {
  const stripe = await connect(payment);
  signal.throwIfAborted();
  // The intent is made when Pay is pressed: until then the form needs only the price.
  const elements = stripe.elements({
    mode: 'payment',
    captureMethod: 'manual',
    ...optionsOf(price),
    appearance: appearance(),
  });
  const fields = elements.create('payment', { layout: 'tabs' });
  const drawn = new Promise<void>((resolve, reject) => {
    const late = setTimeout(() => reject(new Error('the payment form did not come')), PATIENCE_MS);
    fields.on('ready', () => {
      clearTimeout(late);
      resolve();
    });
    fields.on('loaderror', ({ error }) => {
      clearTimeout(late);
      reject(new Error(error.message));
    });
  });
  fields.mount(place);
  const keeper = keepHeight(place);
  let isClosed = false;
  const close = () => {
    if (!isClosed) {
      isClosed = true;
      keeper.disconnect();
      fields.destroy();
    }
  };
  signal.addEventListener('abort', close, { once: true });
  try {
    await drawn;
  } catch (error) {
    close();
    throw error;
  }
  return {
    check: () =>
      orSilent(async () => {
        const { error } = await elements.submit();
        if (!error) {
          return null;
        }
        return error.type === 'validation_error' ? 'incomplete' : faultOf(error);
      }),
    authorise: ({ clientSecret }) =>
      orSilent(async () => {
        const answer = await stripe.confirmPayment({
          elements,
          clientSecret: clientSecret ?? '',
          confirmParams: { return_url: location.origin + location.pathname },
          redirect: 'if_required',
        });
        return outcomeOf(answer);
      }),
    update: (next) => elements.update(optionsOf(next)),
  };
}

/** What became of a payment whose buyer was sent to another page and came back. */
export async function readReturned(
  { clientSecret }: PaymentAnswer,
  payment: PaymentScript,
): Promise<PaymentFault | null> {
  return orSilent(async () => {
    const stripe = await connect(payment);
    return outcomeOf(await stripe.retrievePaymentIntent(clientSecret ?? ''));
  });
}

/** The script throws when its form is taken away under it, as at the end of a hold. */
async function orSilent<Value>(work: () => Promise<Value>): Promise<Value | 'PROVIDER_SILENT'> {
  try {
    return await work();
  } catch (error) {
    console.warn('The script of the payment provider gave no answer.', error);
    return 'PROVIDER_SILENT';
  }
}

/** The shop checks it by itself: this only decides what to show next. */
function outcomeOf({ error, paymentIntent }: PaymentIntentResult): PaymentFault | null {
  // One that was authorised before cannot be authorised again.
  const intent = paymentIntent ?? error?.payment_intent;
  if (intent?.status === 'requires_capture' || intent?.status === 'succeeded') {
    return null;
  }
  const failed = error ?? (intent?.status === 'processing' ? null : intent?.last_payment_error);
  return failed ? faultOf(failed) : 'PROVIDER_SILENT';
}

const optionsOf = ({ amount, currency }: Price) => ({ amount, currency: currency.toLowerCase() });

let loading: Promise<StripeConstructor> | null = null;

async function connect({ script, publishableKey }: PaymentScript): Promise<Stripe> {
  const open = await loadScript(script);
  const locale = document.documentElement.lang as StripeElementLocale;
  return open(publishableKey, { locale });
}

/** Once for the page. One that did not come can be tried again. */
function loadScript(address: string): Promise<StripeConstructor> {
  loading ??= new Promise<StripeConstructor>((resolve, reject) => {
    const tag = document.createElement('script');
    const fail = () => {
      clearTimeout(late);
      loading = null;
      tag.remove();
      reject(new Error(`${address} did not load`));
    };
    const late = setTimeout(fail, PATIENCE_MS);
    tag.onerror = fail;
    tag.onload = () => {
      clearTimeout(late);
      if (window.Stripe) {
        resolve(window.Stripe);
      } else {
        fail();
      }
    };
    tag.src = address;
    document.head.append(tag);
  });
  return loading;
}

/** The form keeps the greatest height it had, so that the button below does not come up under a finger. */
function keepHeight(place: HTMLElement): ResizeObserver {
  let most = 0;
  const observer = new ResizeObserver(() => {
    most = Math.max(most, place.offsetHeight);
    place.style.minHeight = `${most}px`;
  });
  observer.observe(place);
  return observer;
}

/** The colours of this page, as they are now. */
function appearance(): Appearance {
  const style = getComputedStyle(document.documentElement);
  const of = (name: string) => style.getPropertyValue(name).trim();
  return {
    theme: matchMedia('(prefers-color-scheme: dark)').matches ? 'night' : 'stripe',
    variables: {
      colorPrimary: of('--brand'),
      colorBackground: of('--card'),
      colorText: of('--ink'),
      colorTextSecondary: of('--muted'),
      colorDanger: of('--bad'),
      borderRadius: of('--radius'),
      fontSizeBase: '16px',
    },
  };
}
