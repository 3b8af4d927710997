import { createHmac } from 'node:crypto';
import type { Sale } from '@flash/database';

/**
 * A guest's id in one sale: the same for the same mailbox, unlinkable between sales, and not to be
 * turned back without the sale's key. Null once the sale's key was destroyed.
 */
export function guestBuyer(sale: Pick<Sale, 'buyerKey'>, normalisedEmail: string): string | null {
  if (sale.buyerKey === null) return null;
  const digest = createHmac('sha256', sale.buyerKey).update(normalisedEmail).digest();
  return `g${digest.toString('base64url', 0, 16).slice(0, 21)}`;
}
