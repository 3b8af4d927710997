import type { KeyObject } from 'node:crypto';
import { deriveKey } from './derive.ts';

const OWNER = 'flash-mail';

/**
 * Addresses and words of mails of one sale. They are forgotten with the sale's key: what is left cannot be
 * read by anyone.
 */
export function mailKeyOfSale(buyerKey: string): KeyObject {
  return deriveKey(buyerKey, OWNER, 'sale');
}

/** Links to accounts, and the words of what was sent to them. */
export function accountMailKey(secret: string): KeyObject {
  return deriveKey(secret, OWNER, 'account');
}

/** Codes in links of mails: readable for the processes, and not with a copy of the database. */
export function mailLinkKey(secret: string): KeyObject {
  return deriveKey(secret, OWNER, 'link');
}
