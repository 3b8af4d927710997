import { HOUR_MS, MINUTE_MS, SECOND_MS } from '@flash/shared-utils';

/** Between one try and the next of what goes to servers of others: soon at first, then half a day in all. */
export const RETRY_PAUSES_MS: readonly number[] = [
  ...[5 * SECOND_MS, 30 * SECOND_MS, 2 * MINUTE_MS, 10 * MINUTE_MS, 30 * MINUTE_MS],
  ...[HOUR_MS, 2 * HOUR_MS, 4 * HOUR_MS, 8 * HOUR_MS],
];
