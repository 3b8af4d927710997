import type { AuthoriseRequest, AuthoriseResult, PaymentPort } from '@flash/payment';
import { withinTime } from '../base/within-time.ts';

const ASKED_MAX = 2;
/** A provider that takes longer than this is taken for silent; the claim is then given up. */
const PATIENCE_MS = 20_000;

/**
 * Asks the provider. A lost answer is asked for once more, which is safe because the attempt names
 * the payment; what stays unknown is never called declined.
 */
export async function authorise(
  payment: Pick<PaymentPort, 'authorise'>,
  request: AuthoriseRequest,
): Promise<AuthoriseResult> {
  let result: AuthoriseResult = { kind: 'unknown' };
  for (let asked = 0; asked < ASKED_MAX && result.kind === 'unknown'; asked += 1) {
    const answer = payment.authorise(request).catch((): AuthoriseResult => ({ kind: 'unknown' }));
    const inTime = await withinTime(answer, PATIENCE_MS);
    if (inTime === null) return { kind: 'unknown' };
    result = inTime;
  }
  return result;
}
