import { createHmac, sha256Hex, toHex } from './sha256.ts';

/** A person in the public log. Ids never contain the separator. */
export function leafOf(nonce: string, saleId: string, buyer: string): string {
  return sha256Hex(`flash-leaf-1|${nonce}|${saleId}|${buyer}`);
}

export interface Leaves {
  /**
   * What the buyer's ticket carries and nobody else knows. One per buyer and sale, so that the public
   * log shows whether somebody was in line twice without showing who it was.
   */
  nonceOf(buyer: string): string;
  leafOf(buyer: string): string;
}

/** The leaves of one sale, for whoever has its key. */
export function createLeaves(sale: { id: string; leafKey: string }): Leaves {
  const hmac = createHmac(sale.leafKey);
  const nonceOf = (buyer: string) => toHex(hmac(`${sale.id}|${buyer}`)).slice(0, 32);
  return { nonceOf, leafOf: (buyer) => leafOf(nonceOf(buyer), sale.id, buyer) };
}

/** For a single one, where there is no need to keep the leaves of a sale at hand. */
export function leafNonce(leafKey: string, saleId: string, buyer: string): string {
  return createLeaves({ id: saleId, leafKey }).nonceOf(buyer);
}
