import type { ClaimRecord, Database, PreparedPayment } from '@flash/database';
import type { Engine, Place } from '@flash/reservation';
import type { PaymentPort } from '../port.ts';

export interface LeftOverDeps {
  engine: Pick<Engine, 'position'>;
  db: Pick<Database, 'orders' | 'sales' | 'preparedPayments'>;
  payment: PaymentPort;
}

/** A hold that goes on is looked at again after this time, so that one that was given up is soon noticed. */
const HELD_MS = 60_000;
/** What could not be decided yet, or was not final at the provider. */
export const AGAIN_MS = 5_000;
const AFTER_HOLD_MS = 1_000;

export interface LeftOver {
  outcome: string;
  /** When it is worth another look. */
  nextMs: number;
}

const later = (outcome: string, nextMs = AGAIN_MS): LeftOver => ({ outcome, nextMs });

/**
 * Ends a prepared payment if no order will come of it: its hold is over, or its attempt was voided. The payment is
 * closed in MongoDB before it is cancelled at the provider, so no attempt takes it meanwhile.
 */
export async function endLeftOver(deps: LeftOverDeps, payment: PreparedPayment): Promise<LeftOver> {
  if (payment.state === 'bound') {
    return decideBound(deps, payment);
  }
  if (payment.state !== 'closing') {
    const seen = await holdStateOf(deps, payment);
    if (seen === 'unknown') {
      return later('unknown');
    }
    if (seen !== 'over') {
      return seen;
    }
  }
  const released = await deps.payment.preparing?.release(payment.id);
  return later(`left over ${released?.kind ?? 'unknown'}`);
}

/** Whether the hold that a payment was prepared for lives: the engine alone knows. */
async function holdStateOf(
  deps: LeftOverDeps,
  payment: PreparedPayment,
): Promise<'over' | 'unknown' | LeftOver> {
  const seen = await deps.engine.position(payment.saleId, [payment.buyer]);
  if (seen.kind === 'unavailable') {
    return (await isGone(deps, payment.saleId)) ? 'over' : 'unknown';
  }
  const [place] = seen.places;
  if (!place || !isHeldUnder(place, payment.fence)) {
    return 'over';
  }
  const leftMs = place.hold.expiresAt - seen.now + AFTER_HOLD_MS;
  return later('held', Math.min(Math.max(leftMs, AFTER_HOLD_MS), HELD_MS));
}

export function isHeldUnder(
  place: Place,
  fence: number,
): place is Extract<Place, { state: 'held' | 'claimed' }> {
  return (place.state === 'held' || place.state === 'claimed') && place.hold.fence === fence;
}

async function isGone({ db }: LeftOverDeps, saleId: string): Promise<boolean> {
  const sale = await db.sales.get(saleId);
  return sale === null || sale.status === 'archived' || sale.status === 'cancelled';
}

/**
 * An attempt took it, so its record decides. A claim that is no longer alive and left no record gets a void:
 * a process that still works on it finds that void.
 */
async function decideBound(deps: LeftOverDeps, payment: PreparedPayment): Promise<LeftOver> {
  const { saleId, attempt } = payment;
  if (attempt === null) {
    return later('unknown');
  }
  const record = await deps.db.orders.byFence(saleId, attempt);
  if (record) {
    return finish(deps, { saleId, attempt }, record);
  }
  const seen = await deps.engine.position(saleId, [payment.buyer]);
  if (seen.kind === 'unavailable' && !(await isGone(deps, saleId))) {
    return later('unknown');
  }
  const place = seen.kind === 'unavailable' ? undefined : seen.places[0];
  if (place?.state === 'claimed' && place.attempt === attempt) {
    return later('claimed');
  }
  const epoch = seen.kind === 'unavailable' ? 0 : seen.epoch;
  const { buyer } = payment;
  const decided = await deps.db.orders.insertVoid({ saleId, fence: attempt, epoch, buyer });
  return decided ? finish(deps, { saleId, attempt }, decided) : later('unknown');
}

/** Brings the payment to where its record is: a process may have died between the provider and its note. */
async function finish(
  { payment }: LeftOverDeps,
  key: { saleId: string; attempt: number },
  record: ClaimRecord,
): Promise<LeftOver> {
  const state = record.kind === 'order' ? record.order.payment : 'cancelled';
  switch (state) {
    case 'captured':
      await payment.capture(key);
      return later('bound captured', HELD_MS);
    case 'refunded':
      await payment.refund(key);
      return later('bound refunded', HELD_MS);
    case 'cancelled':
    case 'failed':
      await payment.cancel(key);
      return later('bound cancelled', HELD_MS);
    default:
      // The record says what is to be done, and that is repeated from there.
      return later('bound', HELD_MS);
  }
}
