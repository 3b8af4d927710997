/** Names on the wire that are not part of a body. */
export const ticketHeader = 'x-ticket';
export const idempotencyHeader = 'idempotency-key';
export const requestIdHeader = 'x-request-id';

/** One cookie a sale, so that a browser can hold places in several sales at once. */
export function ticketCookie(saleId: string): string {
  return `flash_ticket_${saleId}`;
}

/** A browser takes such a name only from this very host over https: no sibling domain can plant one. */
export const hostPrefix = '__Host-';

export const idempotencyKeyPattern = /^[\x21-\x7e]{1,200}$/;

/** From this length on a key counts as a secret: a request that repeats it is given the ticket of the place. */
export const SECRET_KEY_LENGTH_MIN = 22;
