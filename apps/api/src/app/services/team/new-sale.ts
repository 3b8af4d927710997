import type { NewSale } from '@flash/database';
import {
  type CreateSaleBody,
  DEFAULT_CURRENCY,
  type SaleTerms,
  saleTimeFaults,
  termsIn,
} from '@flash/shared-types';
import { toMinor } from '@flash/shared-utils';
import { AppError } from '../../errors.ts';

/** A request for a sale, with everything left out filled in. */
export function newSaleOf(
  body: CreateSaleBody,
  context: { defaults: SaleTerms; now: number; createdBy: string | null },
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
    ...context.defaults,
    ...termsIn(body),
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
