import type { CancelResult, CaptureResult, RefundResult } from './port.ts';
import type { PaymentRecord } from './store.ts';

/** All three read the record after the attempt to move it, so that a repetition answers the same. */
export function captureResult(record: Pick<PaymentRecord, 'state'> | null): CaptureResult {
  switch (record?.state) {
    case 'captured':
    case 'refunded':
      return { kind: 'captured' };
    case 'cancelled':
      return { kind: 'failed', reason: 'The authorisation was cancelled.' };
    default:
      return { kind: 'failed', reason: 'There is no authorisation.' };
  }
}

export function cancelResult(record: Pick<PaymentRecord, 'state'> | null): CancelResult {
  switch (record?.state) {
    case 'captured':
    case 'refunded':
      return { kind: 'already_captured' };
    case 'cancelled':
      return { kind: 'cancelled' };
    default:
      return { kind: 'pending' };
  }
}

export function refundResult(record: Pick<PaymentRecord, 'state'> | null): RefundResult {
  switch (record?.state) {
    case 'refunded':
      return { kind: 'refunded' };
    case 'authorised':
      return { kind: 'failed', reason: 'The payment was not captured.' };
    default:
      return { kind: 'failed', reason: 'There is no captured payment.' };
  }
}
