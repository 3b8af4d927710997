import type { PaymentKey, PaymentPort } from './port.ts';
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
  stripe:
    | (StripeSettings & Pick<StripeDeps, 'publishableKey' | 'scriptBase' | 'webhookSecrets'>)
    | null;
  sandbox: SandboxStore;
  prepared: PreparedStore;
}

/** The one place that knows which providers there are. */
export function choosePayment({ stripe, sandbox, prepared }: PaymentChoice): PaymentPort {
  const earlier = createSandbox({ store: sandbox });
  if (stripe === null) {
    return leavingPrepared(earlier, prepared);
  }
  const { publishableKey, scriptBase, webhookSecrets } = stripe;
  const own = { publishableKey, scriptBase, webhookSecrets, store: prepared, earlier };
  return createStripe({ stripe: connectStripe(stripe), ...own });
}

/**
 * The sandbox knows nothing of a payment that was prepared with another provider. A process that is set to the
 * sandbox beside one that is not, or after it, must not call that payment failed, which would undo its order.
 */
function leavingPrepared(sandbox: PaymentPort, prepared: PreparedStore): PaymentPort {
  const isElsewhere = async ({ saleId, attempt }: PaymentKey) =>
    (await prepared.ofAttempt(saleId, attempt)) !== null;
  return {
    ...sandbox,
    find: async (key) => ((await isElsewhere(key)) ? 'unreadable' : sandbox.find(key)),
    async capture(key) {
      const result = await sandbox.capture(key);
      return result.kind === 'failed' && (await isElsewhere(key)) ? { kind: 'pending' } : result;
    },
    async refund(key) {
      const result = await sandbox.refund(key);
      return result.kind === 'failed' && (await isElsewhere(key)) ? { kind: 'pending' } : result;
    },
  };
}
