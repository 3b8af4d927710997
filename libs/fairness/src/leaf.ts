import { createHmacHex, sha256Hex } from '#hashes';

/** A person in the public log. Ids never contain the separator. */
export function leafOf(nonce: string, saleId: string, buyer: string): string {
  return sha256Hex(`flash-leaf-1|${nonce}|${saleId}|${buyer}`);
}

export interface Leaves {
  /**
   * A secret that only the buyer's ticket carries. One per buyer and sale, so that the public
   * log shows whether a person was in line twice without showing who it was.
   */
  nonceOf(buyer: string): string;
  leafOf(buyer: string): string;
}

/** The leaves of one sale, made with its key. */
export function createLeaves(sale: { id: string; leafKey: string }): Leaves {
  const hmac = createHmacHex(sale.leafKey);
  const nonceOf = (buyer: string) => hmac(`${sale.id}|${buyer}`).slice(0, 32);
  return { nonceOf, leafOf: (buyer) => leafOf(nonceOf(buyer), sale.id, buyer) };
}

/** For a single buyer, where the leaves of a sale are not kept at hand. */
export function leafNonce(sale: { id: string; leafKey: string }, buyer: string): string {
  return createLeaves(sale).nonceOf(buyer);
}
