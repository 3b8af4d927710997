import type { Sale } from '@flash/database';
import { rulesOf } from '@flash/reservation';
import type { CreateSaleBody } from '@flash/shared-types';
import { AppError } from '../../errors.ts';
import { type Actor, rowOf } from '../shared/audit.ts';
import { adminSaleOf } from '../shared/wire.ts';
import { newSaleOf } from './new-sale.ts';
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
    return [rowOf(actor, { action: 'sale.create', saleId: sale.id, after }, clock.now())];
  });
  await activate(context, made);
  await settleIn(context, made.sale);
  return made.sale;
}

/**
 * Without its place in Redis nobody could buy: then the sale is taken back and the call fails. One that
 * an earlier call has made may have buyers by now, so that one stays.
 */
async function activate(
  { db, engine }: SalesContext,
  { sale, isNew }: { sale: Sale; isNew: boolean },
): Promise<void> {
  if (sale.epoch === 0) return;
  const at = { epoch: sale.epoch, stock: sale.stock };
  const failure = await engine.activate(sale.id, rulesOf(sale), at).then(
    ({ kind }) => (kind === 'unavailable' ? { cause: kind } : null),
    (cause: unknown) => ({ cause }),
  );
  if (!failure) return;
  if (!isNew) throw new AppError('UNAVAILABLE', failure);
  // A worker that restored it meanwhile serves it.
  if ((await db.sales.remove(sale.id, sale)).kind === 'changed') return;
  // An answer that was lost may have left it there.
  await engine.drop(sale.id).catch(() => undefined);
  throw new AppError('UNAVAILABLE', failure);
}
