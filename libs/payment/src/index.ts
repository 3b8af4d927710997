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
