import type { Sale } from '@flash/database';
import type { ClaimOutcome } from '@flash/reservation';
import { AppError } from '../../errors.ts';
import { ownPlace } from './position.ts';
import type { Positions } from './positions.ts';
import type { Proof } from './proof.ts';

type Refused = Extract<ClaimOutcome, { kind: 'refused' }>;

/** Why there is nothing to confirm, as precisely as the buyer's own place tells. */
export async function refusedClaim(
  positions: Positions,
  sale: Sale,
  who: Proof,
  why: Refused['why'],
): Promise<AppError> {
  switch (why) {
    case 'wrong_fence':
      return new AppError('WRONG_HOLD');
    case 'ended':
      return new AppError('SALE_ENDED');
    case 'expired':
    case 'no_hold': {
      const seen = await positions(sale.id, who.buyer);
      if (seen.kind !== 'seen') return new AppError('NO_HOLD');
      const place = ownPlace(who, seen.place);
      if (place.state === 'expired' || place.state === 'held') return new AppError('HOLD_EXPIRED');
      const { free, held, claimed } = seen.seen;
      return new AppError(free + held + claimed === 0 ? 'SOLD_OUT' : 'NO_HOLD');
    }
  }
}
