import type { NewSale, Sale } from '@flash/database';
import { rulesOf } from '@flash/reservation';
import { bestEffort } from '@flash/shared-config';
import {
  type CreateSaleBody,
  DEFAULT_CURRENCY,
  type SaleTerms,
  saleTimeErrors,
  saleTimeFaults,
  termsIn,
} from '@flash/shared-types';
import { toMinor } from '@flash/shared-utils';
import { AppError } from '../../../errors.ts';
import { type Actor, auditRow } from '../../shared/audit.ts';
import { adminSaleOf } from '../../shared/wire.ts';
import { type SalesContext, settleIn } from './sale-context.ts';

/** MongoDB, then Redis, then the answer: who reads the answer can buy, on every process. */
export async function createSale(
  context: SalesContext,
  actor: Actor,
  body: CreateSaleBody,
  request: string | null,
): Promise<Sale> {
  const { db, defaults, clock } = context;
  const createdBy = actor.userId;
  const wanted = newSaleOf(body, { defaults, now: clock.now(), createdBy });
  const made = await db.sales.createFor(request, wanted, (sale) => {
    const after = adminSaleOf(sale, clock.now());
    return [auditRow(actor, { action: 'sale.create', saleId: sale.id, after }, clock.now())];
  });
  await activate(context, made);
  await settleIn(context, made.sale);
  return made.sale;
}

/**
 * Activates the sale in Redis. Without that no buyer could buy, so on a failure the sale is removed and the
 * call fails. A sale that an earlier call has made may have buyers by now, so it stays.
 */
async function activate(
  { db, engine, log }: SalesContext,
  { sale, isNew }: { sale: Sale; isNew: boolean },
): Promise<void> {
  if (sale.epoch === 0) {
    return;
  }
  const at = { epoch: sale.epoch, stock: sale.stock };
  const failure = await engine.activate(sale.id, rulesOf(sale), at).then(
    ({ kind }) => (kind === 'unavailable' ? { cause: kind } : null),
    (cause: unknown) => ({ cause }),
  );
  if (!failure) {
    return;
  }
  if (!isNew) {
    throw new AppError('UNAVAILABLE', failure);
  }
  // A worker that restored it meanwhile serves it.
  if ((await db.sales.remove(sale.id, sale)).kind === 'changed') {
    return;
  }
  // An answer that was lost may have left it there.
  await bestEffort(log, 'drop a sale that was not created', engine.drop(sale.id));
  throw new AppError('UNAVAILABLE', failure);
}

/** A request for a sale, with everything left out filled in. */
function newSaleOf(
  body: CreateSaleBody,
  context: { defaults: SaleTerms; now: number; createdBy: string | null },
): NewSale {
  const faults = saleTimeFaults(body, context.now);
  if (faults.length > 0) {
    throw new AppError('VALIDATION_FAILED', {
      errors: faults.map((fault) => saleTimeErrors[fault]),
    });
  }
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
  if (minor !== null) {
    return minor;
  }
  const message = `has more decimals than ${currency} has`;
  throw new AppError('VALIDATION_FAILED', { errors: [{ path: 'pricePerUnit', message }] });
}
