import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';
import type { Sale } from '@flash/database';
import { addressKey, wideNetworkKey } from '../base/address.ts';

/** 72 bits: networks of one sale do not meet, and nothing longer has to be kept a million times. */
const DIGEST_LENGTH = 12;

/**
 * What a place keeps of where its buyer came from: keyed digests of the IPv4 address, or of the IPv6
 * /48 and the /64 in it. Equal within a sale for the same network, different in another sale, and not
 * to be turned back without the sale's key. Undefined once that key was destroyed.
 */
export function networkOf(sale: Pick<Sale, 'buyerKey'>, ip: string): string | undefined {
  const key = keyOf(sale);
  if (key === null) {
    return undefined;
  }
  // No e-mail address has a space in it, so this is never the digest of a buyer.
  const digestOf = (network: string) =>
    createHmac('sha256', key)
      .update(`network ${network}`)
      .digest('base64url')
      .slice(0, DIGEST_LENGTH);
  const wide = wideNetworkKey(ip);
  const narrow = digestOf(addressKey(ip));
  return wide === null ? narrow : `${digestOf(`${wide}/48`)}.${narrow}`;
}

/**
 * A guest's id in one sale: the same for the same mailbox, unlinkable between sales, and not to be
 * turned back without the sale's key. Null once the sale's key was destroyed.
 */
export function guestBuyer(sale: Pick<Sale, 'buyerKey'>, normalisedEmail: string): string | null {
  const key = keyOf(sale);
  if (key === null) {
    return null;
  }
  const digest = createHmac('sha256', key).update(normalisedEmail).digest();
  return `g${digest.toString('base64url', 0, 16).slice(0, 21)}`;
}

/** By the sale as it was read: a key that was destroyed goes with the last reading that had it. */
const keys = new WeakMap<object, KeyObject>();

/** Made once for each reading of a sale: from text, each digest would make a key of its own first. */
function keyOf(sale: Pick<Sale, 'buyerKey'>): KeyObject | null {
  if (sale.buyerKey === null) {
    return null;
  }
  const known = keys.get(sale);
  if (known) {
    return known;
  }
  const key = createSecretKey(sale.buyerKey, 'utf8');
  keys.set(sale, key);
  return key;
}
