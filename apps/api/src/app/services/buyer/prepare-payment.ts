import type { Sale } from '@flash/database';
import type { PaymentPort } from '@flash/payment';
import type { Hold } from '@flash/reservation';
import type { Clock } from '@flash/shared-utils';
import { AppError } from '../../errors.ts';
import type { PaymentRequest } from './confirm/claim.ts';
import { owns, type Proof } from './proof.ts';
import { refusalOf } from './unavailable.ts';
import type { Positions } from './view/position.ts';

/** A payment for a hold, for the provider's script in the browser. */
export interface PreparedForBuyer {
  provider: 'none' | 'sandbox' | 'stripe';
  /** Null where nothing has to be prepared. */
  payment: { id: string; clientSecret: string; publishableKey: string } | null;
  /** The buyer has authorised it: it waits to be confirmed. */
  isAuthorised: boolean;
  hold: Hold;
  now: number;
}

interface Deps {
  positions: Positions;
  payment: Pick<PaymentPort, 'preparing'>;
  clock: Clock;
}

/** One that was just cancelled is followed by another one. */
const TRIES_MAX = 3;
/** A worker looks at an unused payment that often, and right after its hold ended. */
const CHECK_EVERY_MS = 60_000;
const AFTER_HOLD_MS = 1_000;

export function createPreparePayment({ positions, payment, clock }: Deps) {
  return async (
    sale: Sale,
    who: Proof,
    contact: PaymentRequest['contact'],
  ): Promise<PreparedForBuyer> => {
    const { hold, now } = await holdOf(positions, sale, who);
    const { preparing } = payment;
    const nothing = { payment: null, isAuthorised: false, hold, now };
    if (hold.price === 0) {
      return { ...nothing, provider: 'none' };
    }
    if (!preparing) {
      return { ...nothing, provider: 'sandbox' };
    }
    const wanted = {
      ...{ saleId: sale.id, buyer: who.buyer, seq: hold.seq, fence: hold.fence },
      ...{ amount: hold.price, currency: sale.currency },
      person: { email: who.email, contact },
      checkAt: clock.now() + Math.min(hold.expiresAt - now + AFTER_HOLD_MS, CHECK_EVERY_MS),
    };
    for (let tried = 0; tried < TRIES_MAX; tried += 1) {
      const prepared = await preparing.prepare(wanted);
      switch (prepared.kind) {
        case 'ready': {
          const { paymentId: id, clientSecret, isAuthorised } = prepared;
          const { provider, publishableKey } = preparing.inBrowser;
          const own = { id, clientSecret, publishableKey };
          return { provider, payment: own, isAuthorised, hold, now };
        }
        case 'taken':
          throw new AppError('CONFIRM_IN_PROGRESS');
        case 'unknown':
          throw new AppError('UNAVAILABLE');
        case 'over':
          break;
      }
    }
    throw new AppError('UNAVAILABLE');
  };
}

async function holdOf(
  positions: Positions,
  sale: Sale,
  who: Proof,
): Promise<{ hold: Hold; now: number }> {
  const seen = await positions(sale.id, who.buyer);
  if (seen.kind === 'unavailable') {
    throw refusalOf(seen, sale);
  }
  const { place } = seen;
  const { now } = seen.seen;
  switch (place.state) {
    case 'held':
      if (!owns(who, place.hold.seq)) {
        throw new AppError('NO_HOLD');
      }
      if (place.hold.expiresAt <= now) {
        throw new AppError('HOLD_EXPIRED');
      }
      return { hold: place.hold, now };
    case 'claimed':
      throw new AppError(owns(who, place.hold.seq) ? 'CONFIRM_IN_PROGRESS' : 'NO_HOLD');
    case 'expired':
      throw new AppError(owns(who, place.seq) ? 'HOLD_EXPIRED' : 'NO_HOLD');
    default:
      throw new AppError('NO_HOLD');
  }
}
