import type { Sale } from '@flash/database';
import type { Engine, WakeQueue } from '@flash/reservation';
import { AppError } from '../../errors.ts';
import type { Proof } from './proof.ts';
import { refusalOf } from './unavailable.ts';

export type Gave = 'place' | 'hold' | 'nothing';

interface LeaveDeps {
  engine: Pick<Engine, 'leave'>;
  wake: Pick<WakeQueue, 'wake'>;
}

/** Gives back what the buyer has. A second time there is nothing left, which is no error. */
export function createLeave({ engine, wake }: LeaveDeps) {
  return async (sale: Sale, who: Proof): Promise<Gave> => {
    const outcome = await engine.leave(sale.id, { buyer: who.buyer, seq: who.seq ?? undefined });
    switch (outcome.kind) {
      case 'left':
        // A unit came back: the next in line should not have to wait for a timer.
        if (outcome.gave === 'hold') void wake.wake(sale.id).catch(() => undefined);
        return outcome.gave;
      case 'refused':
        if (outcome.why === 'sold') {
          throw new AppError('ALREADY_BOUGHT', { orderId: outcome.orderId });
        }
        if (outcome.why === 'claimed') throw new AppError('CONFIRM_IN_PROGRESS');
        return 'nothing';
      case 'unavailable':
        throw refusalOf(outcome, sale);
    }
  };
}
