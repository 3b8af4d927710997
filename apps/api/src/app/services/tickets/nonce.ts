import { createHmac } from 'node:crypto';
import type { Sale } from '@flash/database';

/** The same as `leafNonce` of the fairness library, by the hash that is compiled: joins make many. */
export function leafNonce({ id, leafKey }: Pick<Sale, 'id' | 'leafKey'>, buyer: string): string {
  return createHmac('sha256', leafKey).update(`${id}|${buyer}`).digest('hex').slice(0, 32);
}
