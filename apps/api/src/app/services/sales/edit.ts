import type { Sale } from '@flash/database';
import { epochBase } from '@flash/reservation';
import type { UpdateSaleBody } from '@flash/shared-types';
import type { Actor } from '../record.ts';
import { adminSaleOf, phaseAt } from '../sale-view.ts';
import { checkAllowed } from './allowed-edit.ts';
import {
  changeSale,
  checkSeen,
  readSale,
  type SalesContext,
  type SeenVersions,
} from './context.ts';
import { checkTimes, editOf } from './edit-of.ts';
import { changeStock } from './stock.ts';

export async function editSale(
  context: SalesContext,
  actor: Actor,
  id: string,
  body: UpdateSaleBody,
  seen: SeenVersions,
): Promise<Sale> {
  const { clock, record } = context;
  const joined = await hasJoined(context, await readSale(context, id));
  const { before, after } = await changeSale(context, id, (sale) => {
    checkSeen(sale, seen);
    const edit = editOf(sale, body);
    checkAllowed(sale, edit, { phase: phaseAt(sale, clock.now()), joined });
    checkTimes(sale, edit, clock.now());
    return Object.keys(edit).length > 0 ? edit : null;
  });
  if (after !== before) {
    await record(actor, {
      action: 'sale.edit',
      saleId: id,
      reason: body.reason,
      before: adminSaleOf(before, clock.now()),
      after: adminSaleOf(after, clock.now()),
    });
  }
  const by = body.startingQuantity === undefined ? 0 : body.startingQuantity - after.stock;
  if (by === 0) return after;
  const { reason = 'edit of the sale' } = body;
  return (await changeStock(context, actor, id, { by, reason })).sale;
}

/** Places are numbered from the epoch's base, so a number above it means that somebody joined. */
async function hasJoined({ engine }: SalesContext, sale: Sale): Promise<boolean> {
  if (sale.epoch === 0) return false;
  if (sale.epoch > 1 || sale.currentQuantity < sale.stock) return true;
  const snapshot = await engine.snapshot(sale.id).catch(() => null);
  return snapshot?.kind !== 'snapshot' || snapshot.seq > epochBase(sale.epoch);
}
