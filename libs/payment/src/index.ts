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
