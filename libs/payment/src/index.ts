export { choosePayment, type PaymentChoice } from './choose.ts';
export type {
  AuthoriseRequest,
  AuthoriseResult,
  CancelResult,
  CaptureResult,
  ListedPayment,
  OpenAuthorisation,
  PaymentKey,
  PaymentPort,
  PrepareRequest,
  PrepareResult,
  Preparing,
  ProviderEvent,
  ProviderFacts,
  RefundResult,
  ReleaseResult,
} from './port.ts';
export {
  createMemoryStore,
  createSandbox,
  isSandboxToken,
  type PaymentRecord,
  type SandboxDelays,
  type SandboxDeps,
  type SandboxStore,
  type SandboxToken,
  sandboxDelays,
  sandboxTokens,
} from './sandbox.ts';
export type { PreparedStore, StoredPayment, StoredState } from './stripe/store.ts';
export {
  connectStripe,
  createStripe,
  type StripeDeps,
  type StripeSettings,
} from './stripe/stripe.ts';
