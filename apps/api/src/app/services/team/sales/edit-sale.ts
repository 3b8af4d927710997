import { randomUUID } from 'node:crypto';
import type { Sale, SaleEdit } from '@flash/database';
import { epochBase } from '@flash/reservation';
import { bestEffort } from '@flash/shared-config';
import {
  type FixedField,
  fixedFields,
  type SalePhase,
  type UpdateSaleBody,
} from '@flash/shared-types';
import { AppError } from '../../../errors.ts';
import { type Actor, type AuditEvent, auditRow } from '../../shared/audit.ts';
import { adminSaleOf, phaseAt } from '../../shared/wire.ts';
import { checkTimes, editOf } from './edit-of.ts';
import {
  checkSeen,
  readSale,
  type SalesContext,
  type SeenVersions,
  tellOthers,
} from './sale-context.ts';
import { checkOpenForStock, committed, finishStock, stockEvent } from './stock.ts';

/**
 * All of an edit or nothing, decided on one version of the sale: another edit, or another change of the
 * stock, in between begins it anew. So of two equal edits the second finds nothing to change.
 */
export async function editSale(
  context: SalesContext,
  actor: Actor,
  id: string,
  body: UpdateSaleBody,
  seen: SeenVersions,
): Promise<Sale> {
  for (;;) {
    const sale = await readSale(context, id);
    checkSeen(sale, seen);
    if (await finishEarlier(context, sale, body)) {
      continue;
    }
    const edit = editOf(sale, body);
    const by = body.startingQuantity === undefined ? 0 : body.startingQuantity - sale.stock;
    await check(context, sale, edit, by);
    const isEdited = Object.keys(edit).length > 0;
    if (!isEdited && by === 0) {
      // Harmless, and heals an earlier call that died half-way.
      await context.apply(sale);
      return sale;
    }
    const change = { edit: isEdited ? edit : undefined, by, reason: body.reason };
    const after =
      by === 0
        ? await edited(context, actor, sale, change)
        : await moved(context, actor, sale, change);
    if (after) {
      return after;
    }
  }
}

interface WantedEdit {
  edit: SaleEdit | undefined;
  by: number;
  reason: string | undefined;
}

/** Null: the sale was changed in between. */
async function edited(
  context: SalesContext,
  actor: Actor,
  before: Sale,
  { edit = {}, reason }: WantedEdit,
): Promise<Sale | null> {
  const { db, clock } = context;
  const rows = (was: Sale, is: Sale) => [
    auditRow(actor, editEvent(context, was, is, reason), clock.now()),
  ];
  const outcome = await db.sales.update(before.id, edit, { version: before.version, rows });
  if (outcome.kind === 'missing') {
    throw new AppError('SALE_NOT_FOUND');
  }
  if (outcome.kind === 'conflict') {
    return null;
  }
  await tellOthers(context, before, outcome.sale);
  return outcome.sale;
}

/** An edit that changes the stock as well. Null: the sale was changed in between. */
async function moved(
  context: SalesContext,
  actor: Actor,
  before: Sale,
  { edit, by, reason }: WantedEdit,
): Promise<Sale | null> {
  const { db, clock } = context;
  const id = randomUUID();
  const waits = by < 0 && before.epoch > 0;
  const rows = (sale: Sale) => {
    const version = sale.version + (waits ? 2 : 1);
    const [stock, currentQuantity] = [sale.stock + by, sale.currentQuantity + by];
    const wanted = { ...sale, ...edit, stock, currentQuantity, version };
    const events: AuditEvent[] = [
      stockEvent(sale, { id, by, reason: reason ?? 'edit of the sale' }),
    ];
    if (edit) {
      const outcome = waits ? 'pending' : 'done';
      events.unshift({ ...editEvent(context, sale, wanted, reason), outcome });
    }
    return events.map((event) => auditRow(actor, event, clock.now()));
  };
  const begun = await db.sales.beginAdjust(before.id, {
    id,
    by,
    version: before.version,
    ...(edit && { edit }),
    rows,
  });
  if (begun.kind === 'missing') {
    throw new AppError('SALE_NOT_FOUND');
  }
  if (begun.kind === 'conflict') {
    return null;
  }
  if (begun.kind === 'refused') {
    throw committed(begun.floor);
  }
  const { state, floor } = await finishStock(context, begun.sale, begun.change);
  const after = await readSale(context, before.id);
  await tellOthers(context, before, after);
  if (state === 'refused') {
    throw committed(floor ?? after.stock);
  }
  // Units that come are counted already; whether units go is not known yet.
  if (state === 'pending' && by < 0) {
    throw new AppError('UNAVAILABLE');
  }
  return after;
}

function editEvent(
  { clock }: SalesContext,
  before: Sale,
  after: Sale,
  reason?: string,
): AuditEvent {
  const now = clock.now();
  return {
    action: 'sale.edit',
    saleId: before.id,
    ...(reason !== undefined && { reason }),
    before: adminSaleOf(before, now),
    after: adminSaleOf(after, now),
  };
}

/** A change of stock that an earlier call left half done would otherwise count twice, or not at all. */
async function finishEarlier(
  context: SalesContext,
  sale: Sale,
  body: UpdateSaleBody,
): Promise<boolean> {
  const pending = sale.adjusts.filter(({ state }) => state === 'pending');
  const earlier = pending.find(({ edit }) => edit !== null || body.startingQuantity !== undefined);
  if (!earlier) {
    return false;
  }
  const { state } = await finishStock(context, sale, earlier);
  if (state === 'pending') {
    throw new AppError('UNAVAILABLE');
  }
  return true;
}

/** Everything that would refuse the edit, before any of it is made. */
async function check(context: SalesContext, sale: Sale, edit: SaleEdit, by: number): Promise<void> {
  const now = context.clock.now();
  const joined = await hasJoined(context, sale);
  checkAllowed(sale, edit, { phase: phaseAt(sale, now), joined });
  checkTimes(sale, edit, now);
  if (by !== 0) {
    checkOpenForStock(edit.status ?? sale.status);
  }
  if (by < 0) {
    await checkFloor(context, sale, by);
  }
}

/** Units that are held or sold cannot be taken away. Redis decides in the end; this asks it beforehand. */
async function checkFloor({ engine }: SalesContext, sale: Sale, by: number): Promise<void> {
  if (sale.epoch === 0) {
    return;
  }
  const seen = await engine.snapshot(sale.id);
  if (seen.kind !== 'snapshot') {
    throw new AppError('RESTORING');
  }
  if (seen.free + by < 0) {
    throw committed(seen.stock - seen.free);
  }
}

/** Places are numbered from the epoch's base, so a number above it means that a buyer has joined. */
async function hasJoined({ engine, log }: SalesContext, sale: Sale): Promise<boolean> {
  if (sale.epoch === 0) {
    return false;
  }
  if (sale.epoch > 1 || sale.currentQuantity < sale.stock) {
    return true;
  }
  const snapshot = await bestEffort(log, 'ask whether a sale has places', engine.snapshot(sale.id));
  return snapshot?.kind !== 'snapshot' || snapshot.seq > epochBase(sale.epoch);
}

/** What the stored sale calls a field that has another name in requests. */
const storedAs = (field: FixedField) => (field === 'pricePerUnit' ? 'price' : field);

const statusMoves: Record<Sale['status'], readonly Sale['status'][]> = {
  draft: ['OnSchedule', 'cancelled'],
  OnSchedule: ['cancelled'],
  cancelled: [],
  ended: [],
  archived: [],
};

/** Refuses what would change the deal for people who are already in it. */
export function checkAllowed(
  sale: Sale,
  edit: SaleEdit,
  at: { phase: SalePhase; joined: boolean },
): void {
  if (sale.status === 'archived' && Object.keys(edit).length > 0) {
    throw new AppError('SALE_STATE');
  }
  if (edit.status && !statusMoves[sale.status].includes(edit.status)) {
    throw new AppError('SALE_STATE');
  }
  const { byJoining, byStarting } = fixedFields(at);
  const errors = [...byJoining, ...byStarting]
    .filter((field) => edit[storedAs(field)] !== undefined)
    .map((path) => ({ path: path as string, message: 'can no longer be changed' }));
  const started = byStarting.length > 0;
  if (started && edit.endsAt !== undefined && edit.endsAt < sale.endsAt) {
    errors.push({ path: 'endsAt', message: 'can only be moved later' });
  }
  if (errors.length > 0) {
    throw new AppError('SALE_FIXED', { errors });
  }
}
