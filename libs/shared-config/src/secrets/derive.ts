import { createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';

/** A key of its own for each use of a secret: none of them tells anything about another, or about the secret. */
export function deriveKey(secret: string, owner: string, use: string): KeyObject {
  return createSecretKey(deriveBytes(secret, owner, use));
}

/** The same for what is no key, such as a name by which a secret is found. */
export function deriveBytes(secret: string, owner: string, use: string, bytes = 32): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, owner, use, bytes));
}

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
