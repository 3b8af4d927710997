import type { Env } from '@flash/shared-config';
import { isPrivate } from '../services/address.ts';

type Trust = boolean | string[] | ((address: string, hop: number) => boolean);

/**
 * Whom to believe about where a request came from. A count of hops alone would believe anyone who
 * reaches the API directly, so each of those hops also has to be a private address.
 */
export function trustOf(proxies: Env['trustedProxies']): Trust {
  if (typeof proxies !== 'number') return proxies;
  return (address, hop) => hop < proxies && isPrivate(address);
}
