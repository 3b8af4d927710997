import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

const bytesOf = (input: string | Uint8Array) =>
  typeof input === 'string' ? utf8ToBytes(input) : input;

/** Synchronous in a browser too, where the built-in hash only answers promises, and only on secure pages. */
export function sha256Hex(input: string | Uint8Array): string {
  return bytesToHex(sha256(bytesOf(input)));
}

/** The keyed digest, with the key taken in once for any number of texts. */
export function createHmacHex(key: string): (text: string) => string {
  const keyed = hmac.create(sha256, utf8ToBytes(key));
  return (text) => bytesToHex(keyed.clone().update(utf8ToBytes(text)).digest());
}
