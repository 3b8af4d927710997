import { createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';

/** A key of its own for each use of a secret: none of them tells anything about another, or about the secret. */
export function deriveKey(secret: string, owner: string, use: string): KeyObject {
  return createSecretKey(deriveBytes(secret, owner, use));
}

/** The same for what is no key, such as a name by which a secret is found. */
export function deriveBytes(secret: string, owner: string, use: string, bytes = 32): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, owner, use, bytes));
}
