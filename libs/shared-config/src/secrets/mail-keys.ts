import { createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';

/**
 * Addresses and words of mails of one sale. They are forgotten with the sale's key: what is left cannot be
 * read by anyone.
 */
export function mailKeyOfSale(buyerKey: string): KeyObject {
  return derive(buyerKey, 'sale');
}

/** Codes in links of mails: readable for the processes, and not with a copy of the database. */
export function mailLinkKey(secret: string): KeyObject {
  return derive(secret, 'link');
}

function derive(secret: string, use: string): KeyObject {
  return createSecretKey(Buffer.from(hkdfSync('sha256', secret, 'flash-mail', use, 32)));
}
