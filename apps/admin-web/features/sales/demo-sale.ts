import type { CreateSaleBody } from '@flash/shared-types';

const LASTS_MS = 2 * 60_000;

/** Live at once and over in two minutes: to look around without planning anything. */
export function demoSale(now: number, timeZone: string): CreateSaleBody {
  return {
    name: 'Demo sale',
    description: 'Fifty units, two minutes. Buy one on the customers’ site and watch it here.',
    startsAt: new Date(now).toISOString(),
    endsAt: new Date(now + LASTS_MS).toISOString(),
    timeZone,
    startingQuantity: 50,
    pricePerUnit: 10,
    identity: 'guest',
    holdTtlSeconds: 60,
  };
}
