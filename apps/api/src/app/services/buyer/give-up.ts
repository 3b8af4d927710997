import type { Database } from '@flash/database';
import type { PaymentPort } from '@flash/payment';
import type { Engine, VoidOutcome } from '@flash/reservation';
import type { AttemptResult, Claim } from './claim.ts';

export interface GiveUpDeps {
  engine: Pick<Engine, 'void'>;
  db: { orders: Pick<Database['orders'], 'insertVoid' | 'setPayment'> };
  payment: Pick<PaymentPort, 'cancel'>;
}

/**
 * Ends an attempt that was authorised but must not become an order. The void record comes first: it
 * decides the attempt for good, and whoever finds it goes on cancelling if this process dies.
 */
export async function giveUp(
  deps: GiveUpDeps,
  saleId: string,
  claim: Claim,
): Promise<AttemptResult> {
  const { buyer } = claim.hold;
  const key = { saleId, fence: claim.attempt };
  const record = await deps.db.orders
    .insertVoid({ ...key, epoch: claim.epoch, buyer })
    .catch(() => null);
  if (record === null) return { kind: 'pending' };
  if (record.kind === 'order') return { kind: 'ordered', orderId: record.order.id };
  void cancel(deps, saleId, claim.attempt);
  return afterVoid(
    await deps.engine.void(saleId, { buyer, attempt: claim.attempt }).catch(() => null),
  );
}

/** What a claim that ended without an order leaves of the hold. */
export function afterVoid(outcome: VoidOutcome | null): AttemptResult {
  switch (outcome?.kind) {
    case 'held':
    // Somebody else voided it first; the next claim tells what is left.
    case 'stale':
      return { kind: 'held_again' };
    case 'freed':
      return { kind: 'expired' };
    default:
      return { kind: 'pending' };
  }
}

async function cancel({ db, payment }: GiveUpDeps, saleId: string, attempt: number): Promise<void> {
  try {
    const result = await payment.cancel({ saleId, attempt });
    if (result.kind === 'cancelled') {
      await db.orders.setPayment({ saleId, fence: attempt }, 'cancel pending', 'cancelled');
    }
  } catch {
    // The record says that a cancel is pending; the worker repeats it until the answer is final.
  }
}
