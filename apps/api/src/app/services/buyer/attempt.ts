import type { Sale } from '@flash/database';
import type { PaymentPort } from '@flash/payment';
import type { Engine } from '@flash/reservation';
import { authorise } from './authorise.ts';
import type { AttemptResult, Claim, Wish } from './claim.ts';
import { type CommitDeps, commitOrder } from './commit-order.ts';
import { keepLease } from './lease.ts';
import type { Proof } from './proof.ts';

export interface AttemptDeps extends CommitDeps {
  engine: Pick<Engine, 'renew' | 'settle' | 'void' | 'refund'>;
  payment: PaymentPort;
}

/**
 * authorise → commit → settle, for a hold that is claimed. Never throws, and runs to its end even
 * when nobody waits for it any more.
 */
export async function attempt(
  deps: AttemptDeps,
  sale: Sale,
  who: Proof,
  wish: Wish,
  claim: Claim,
): Promise<AttemptResult> {
  const lease = keepLease(deps.engine, sale.id, { buyer: who.buyer, attempt: claim.attempt });
  try {
    const paid = await authorise(deps.payment, {
      saleId: sale.id,
      attempt: claim.attempt,
      amount: claim.hold.price,
      currency: sale.currency,
      token: wish.paymentToken,
      buyer: who.buyer,
    });
    switch (paid.kind) {
      case 'authorised':
        return await commitOrder(deps, sale, who, wish, claim);
      case 'declined':
        return await decline(deps, sale.id, claim);
      case 'unknown':
        return { kind: 'pending' };
    }
  } catch {
    return { kind: 'pending' };
  } finally {
    lease.stop();
  }
}

async function decline(
  { engine }: AttemptDeps,
  saleId: string,
  { hold, attempt }: Claim,
): Promise<AttemptResult> {
  const declined = { buyer: hold.buyer, attempt, isDeclined: true };
  const voided = await engine.void(saleId, declined).catch(() => null);
  if (voided?.kind === 'freed') {
    return { kind: voided.tooManyDeclines ? 'too_many_declines' : 'expired' };
  }
  const retryAfterMs = voided?.kind === 'held' ? voided.retryAfterMs : undefined;
  return { kind: 'declined', retryAfterMs };
}
