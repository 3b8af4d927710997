export { createMemoryStore } from './memory-store.ts';
export type {
  AuthoriseRequest,
  AuthoriseResult,
  CancelResult,
  CaptureResult,
  OpenAuthorisation,
  PaymentKey,
  PaymentPort,
  RefundResult,
} from './port.ts';
export { createSandbox, type SandboxDeps } from './sandbox.ts';
export type { PaymentRecord, SandboxStore } from './store.ts';
export {
  isSandboxToken,
  type SandboxDelays,
  type SandboxToken,
  sandboxDelays,
  sandboxTokens,
} from './tokens.ts';
