import type { PaymentPort } from './port.ts';
import { createSandbox, type SandboxStore } from './sandbox.ts';
import type { PreparedStore } from './stripe/store.ts';
import {
  connectStripe,
  createStripe,
  type StripeDeps,
  type StripeSettings,
} from './stripe/stripe.ts';

export interface PaymentChoice {
  /** Null: the sandbox. */
  stripe: (StripeSettings & Pick<StripeDeps, 'publishableKey' | 'webhookSecrets'>) | null;
  sandbox: SandboxStore;
  prepared: PreparedStore;
}

/** The one place that knows which providers there are. */
export function choosePayment({ stripe, sandbox, prepared }: PaymentChoice): PaymentPort {
  const earlier = createSandbox({ store: sandbox });
  if (stripe === null) {
    return earlier;
  }
  const { publishableKey, webhookSecrets } = stripe;
  const own = { publishableKey, webhookSecrets, store: prepared, earlier };
  return createStripe({ stripe: connectStripe(stripe), ...own });
}
