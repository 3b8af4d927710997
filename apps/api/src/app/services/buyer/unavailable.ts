import type { Sale } from '@flash/database';
import type { Unavailable } from '@flash/reservation';
import { AppError } from '../../errors.ts';

const SOON_MS = 1_000;
const LATER_MS = 2_000;

/** Why the engine does not act on a sale, in words for its buyers. */
export function refusalOf(outcome: Unavailable, sale: Sale): AppError {
  switch (outcome.why) {
    case 'lagging':
    case 'memory':
    case 'unreplicated':
      return new AppError('BUSY', { retryAfterMs: LATER_MS });
    case 'missing':
      // Redis forgets a sale once it is archived; any other missing one is about to come back.
      if (sale.status !== 'OnSchedule') {
        return new AppError('SALE_ENDED');
      }
      return new AppError('RESTORING', { retryAfterMs: SOON_MS });
    case 'epoch':
    case 'restoring':
    case 'clock':
    case 'halted':
      return new AppError('RESTORING', { retryAfterMs: LATER_MS });
  }
}
