import type { NewSale } from '@flash/database';
import { type CreateSaleBody, DEFAULT_CURRENCY, saleTimeFaults } from '@flash/shared-types';
import { toMinor } from '@flash/shared-utils';
import { AppError } from '../../errors.ts';

export interface SaleDefaults {
  holdTtlSeconds: number;
  fastPassPercent: number;
  placesPerNetwork: number | 'auto';
  holdsBeforeWait: number;
}

/** A request for a sale, with everything left out filled in. */
export function newSaleOf(
  body: CreateSaleBody,
  context: { defaults: SaleDefaults; now: number; createdBy: string | null },
): NewSale {
  const faults = saleTimeFaults(body, context.now);
  if (faults.length > 0) throw new AppError('VALIDATION_FAILED', { errors: faults });
  const startsAt = Date.parse(body.startsAt);
  const currency = body.currency ?? DEFAULT_CURRENCY;
  return {
    name: body.name,
    description: body.description ?? '',
    productId: body.productId || null,
    startsAt,
    endsAt: Date.parse(body.endsAt),
    lobbyOpensAt: body.lobbyOpensAt ? Date.parse(body.lobbyOpensAt) : startsAt,
    timeZone: body.timeZone ?? 'UTC',
    startingQuantity: body.startingQuantity,
    price: minorOf(body.pricePerUnit ?? 0, currency),
    currency,
    identity: body.identity ?? 'guest',
    holdTtlSeconds: body.holdTtlSeconds ?? context.defaults.holdTtlSeconds,
    fastPassPercent: body.fastPassPercent ?? context.defaults.fastPassPercent,
    extensions: body.extensions ?? 1,
    extensionSeconds: body.extensionSeconds ?? 300,
    honourHoldsAfterEnd: body.honourHoldsAfterEnd ?? true,
    placesPerNetwork: body.placesPerNetwork ?? context.defaults.placesPerNetwork,
    holdsBeforeWait: body.holdsBeforeWait ?? context.defaults.holdsBeforeWait,
    createdBy: context.createdBy,
    status: body.draft ? 'draft' : (body.status ?? 'OnSchedule'),
  };
}

export function minorOf(amount: number, currency: string): number {
  const minor = toMinor(amount, currency);
  if (minor !== null) return minor;
  const message = `has more decimals than ${currency} has`;
  throw new AppError('VALIDATION_FAILED', { errors: [{ path: 'pricePerUnit', message }] });
}
