import { type Fold, lineOf } from '@flash/fairness';
import type { SaleState } from './restore-plan.ts';
import { epochBase } from './rules.ts';

/** What the stored log of a sale says of it; `startingQuantity` is for a sale whose log is empty. */
export function foldedState(fold: Fold, startingQuantity: number): SaleState {
  return {
    // Nothing was stored: everything since the first epoch is gone.
    epoch: fold.epoch || 1,
    n: fold.n,
    seq: fold.seq || epochBase(1),
    serving: fold.serving,
    granted: fold.granted,
    unitTop: fold.unitTop || startingQuantity,
    at: fold.at,
    waiting: lineOf(fold),
    holds: [...fold.holds.values(), ...fold.promised.values()],
    remains: [...fold.remains.values()],
    sold: [...fold.sold.values()],
    networks: fold.networks,
    lost: fold.lost,
  };
}
