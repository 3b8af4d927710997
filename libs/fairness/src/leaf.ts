import { hmacSha256, sha256Hex, toHex } from './sha256.ts';

/**
 * What the buyer's ticket carries and nobody else knows. One per buyer and sale, so that the public
 * log shows whether somebody was in line twice without showing who it was.
 */
export function leafNonce(leafKey: string, saleId: string, buyer: string): string {
  return toHex(hmacSha256(leafKey, `${saleId}|${buyer}`)).slice(0, 32);
}

/** A person in the public log. Ids never contain the separator. */
export function leafOf(nonce: string, saleId: string, buyer: string): string {
  return sha256Hex(`flash-leaf-1|${nonce}|${saleId}|${buyer}`);
}
