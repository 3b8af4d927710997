import { createHmac, createSecretKey, hash } from 'node:crypto';

// The same functions as in hashes.browser.ts: every joiner needs a leaf, and the compiled hash is many
// times as fast. package.json picks one of the two files for `#hashes`; a test compares them.

export function sha256Hex(input: string | Uint8Array): string {
  return hash('sha256', input, 'hex');
}

/** The keyed digest, with the key taken in once for any number of texts. */
export function createHmacHex(key: string): (text: string) => string {
  const secret = createSecretKey(key, 'utf8');
  return (text) => createHmac('sha256', secret).update(text).digest('hex');
}
