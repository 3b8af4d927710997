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
export { recordCharge } from './reconciliation/charge.ts';
export { type Comparison, comparePayments } from './reconciliation/compare.ts';
export { finishPayment } from './reconciliation/finish.ts';
export type { Difference } from './reconciliation/judge.ts';
export { AGAIN_MS, endLeftOver } from './reconciliation/left-over.ts';
export { type Mended, mendPayment } from './reconciliation/mend.ts';
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
