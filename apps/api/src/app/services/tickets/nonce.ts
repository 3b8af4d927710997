import { createHmac } from 'node:crypto';
import type { Sale } from '@flash/database';

/** Lets the ticket's bearer, and nobody else, find the own entry in the public log. */
export function leafNonce(sale: Pick<Sale, 'id' | 'leafKey'>, seq: number): string {
  const digest = createHmac('sha256', sale.leafKey).update(`${sale.id}|${seq}`).digest();
  return digest.toString('base64url', 0, 16);
}
