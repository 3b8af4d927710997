import type { Sale } from '@flash/database';
import type { Engine, WakeQueue } from '@flash/reservation';
import { AppError } from '../../errors.ts';
import { ownPlaceNow } from './own-place-now.ts';
import type { Positions } from './positions.ts';
import type { Proof } from './proof.ts';
import { refusalOf } from './unavailable.ts';

export type Gave = 'place' | 'hold' | 'nothing';

interface LeaveDeps {
  engine: Pick<Engine, 'leave'>;
  wake: Pick<WakeQueue, 'wake'>;
  positions: Positions;
}

/** Gives back what the buyer has. A second time there is nothing left, which is no error. */
export function createLeave({ engine, wake, positions }: LeaveDeps) {
  return async (sale: Sale, who: Proof): Promise<Gave> => {
    const place = await ownPlaceNow(positions, sale, who);
    if (place.state === 'sold') throw new AppError('ALREADY_BOUGHT', { orderId: place.orderId });
    if (place.state === 'none') return 'nothing';
    const outcome = await engine.leave(sale.id, { buyer: who.buyer });
    switch (outcome.kind) {
      case 'left':
        // A unit came back: the next in line should not have to wait for a timer.
        if (outcome.gave === 'hold') void wake.wake(sale.id).catch(() => undefined);
        return outcome.gave;
      case 'refused':
        if (outcome.why === 'nothing') return 'nothing';
        throw new AppError(outcome.why === 'sold' ? 'ALREADY_BOUGHT' : 'CONFIRM_IN_PROGRESS');
      case 'unavailable':
        throw refusalOf(outcome, sale);
    }
  };
}
