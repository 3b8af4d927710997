import { MINUTE_MS } from '@flash/shared-utils';
import type { NewMail } from './contract.ts';

/** Before its end a reservation is told of once more; the page offers more time from then on. */
export const ENDING_MAIL_MS = 3 * MINUTE_MS;

/** What a buyer is told of a hold while it lasts. */
export function mailsOfHold(hold: Omit<NewMail, 'kind'>, expiresAt: number): NewMail[] {
  const notBefore = expiresAt - ENDING_MAIL_MS;
  const turn: NewMail = { ...hold, kind: 'turn' };
  // Of a short hold the first mail says all there is to say.
  return notBefore - hold.at < ENDING_MAIL_MS
    ? [turn]
    : [turn, { ...hold, kind: 'ending', notBefore }];
}
