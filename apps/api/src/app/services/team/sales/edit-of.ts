import { isDeepStrictEqual } from 'node:util';
import type { Sale, SaleEdit } from '@flash/database';
import { saleTimeErrors, saleTimeFaults, termsIn, type UpdateSaleBody } from '@flash/shared-types';
import { AppError } from '../../../errors.ts';
import { iso } from '../../shared/wire.ts';
import { minorOf } from './create-sale.ts';

/** The fields of an edit that differ from the sale; clients send back everything they read. */
export function editOf(sale: Sale, body: UpdateSaleBody): SaleEdit {
  const currency = body.currency ?? sale.currency;
  const startsAt = momentOf(body.startsAt) ?? sale.startsAt;
  const wanted: SaleEdit = {
    name: body.name,
    description: body.description ?? undefined,
    productId: body.productId === undefined ? undefined : body.productId || null,
    startsAt,
    endsAt: momentOf(body.endsAt),
    lobbyOpensAt: lobbyOf(sale, body, startsAt),
    timeZone: body.timeZone,
    price: priceOf(sale, body, currency),
    currency,
    identity: body.identity,
    ...termsIn(body),
    status: statusOf(sale, body),
  };
  const changed = Object.entries(wanted).filter(
    ([field, value]) => value !== undefined && !isDeepStrictEqual(value, sale[field as keyof Sale]),
  );
  return Object.fromEntries(changed);
}

/** An edit judged together with what it leaves as it is. */
export function checkTimes(sale: Sale, edit: SaleEdit, now: number): void {
  const { startsAt, endsAt, lobbyOpensAt } = { ...sale, ...edit };
  const times = { startsAt: iso(startsAt), endsAt: iso(endsAt), lobbyOpensAt: iso(lobbyOpensAt) };
  const mustBeAhead = edit.endsAt !== undefined || edit.status === 'OnSchedule';
  const faults = saleTimeFaults(times, mustBeAhead ? now : undefined);
  if (faults.length > 0) {
    throw new AppError('VALIDATION_FAILED', {
      errors: faults.map((fault) => saleTimeErrors[fault]),
    });
  }
}

function momentOf(time: string | null | undefined): number | undefined {
  return time == null ? undefined : Date.parse(time);
}

/** A lobby that was never asked for moves with the start. */
function lobbyOf(sale: Sale, body: UpdateSaleBody, startsAt: number): number | undefined {
  if (body.lobbyOpensAt) {
    return Date.parse(body.lobbyOpensAt);
  }
  if (body.lobbyOpensAt === null || sale.lobbyOpensAt === sale.startsAt) {
    return startsAt;
  }
  return undefined;
}

/** Another currency needs the amount again: 100 yen are not 1 euro. */
function priceOf(sale: Sale, body: UpdateSaleBody, currency: string): number | undefined {
  if (body.pricePerUnit != null) {
    return minorOf(body.pricePerUnit, currency);
  }
  if (currency === sale.currency || sale.price === 0) {
    return undefined;
  }
  const message = 'is needed when the currency changes';
  throw new AppError('VALIDATION_FAILED', { errors: [{ path: 'pricePerUnit', message }] });
}

function statusOf(sale: Sale, body: UpdateSaleBody): Sale['status'] {
  if (body.draft === false && sale.status === 'draft') {
    return body.status === 'cancelled' ? 'cancelled' : 'OnSchedule';
  }
  return body.status ?? sale.status;
}
