import type { Sale } from '@flash/database';
import type { Engine, Hold } from '@flash/reservation';
import { AppError } from '../../errors.ts';
import type { Proof } from './proof.ts';
import { refusalOf } from './unavailable.ts';

interface ExtendDeps {
  engine: Pick<Engine, 'extend'>;
}

const refusals = {
  no_hold: 'NO_HOLD',
  expired: 'HOLD_EXPIRED',
  none_left: 'NO_EXTENSION_LEFT',
  claimed: 'CONFIRM_IN_PROGRESS',
  wrong_fence: 'WRONG_HOLD',
} as const;

/** Gives the holder more time, as often as the sale allows. */
export function createExtend({ engine }: ExtendDeps) {
  return async (sale: Sale, who: Proof, fence?: number): Promise<{ hold: Hold; now: number }> => {
    const proved = { buyer: who.buyer, seq: who.seq ?? undefined };
    const outcome = await engine.extend(sale.id, { ...proved, fence });
    switch (outcome.kind) {
      case 'extended':
        return { hold: outcome.hold, now: outcome.now };
      case 'refused':
        throw new AppError(refusals[outcome.why]);
      case 'unavailable':
        throw refusalOf(outcome, sale);
    }
  };
}
