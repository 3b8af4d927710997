import { randomUUID } from 'node:crypto';
import type { AdjustVerdict, Sale, StockChange } from '@flash/database';
import type { StockAnswer } from '@flash/shared-types';
import { AppError } from '../../../errors.ts';
import { type Actor, type AuditEvent, auditRow } from '../../shared/audit.ts';
import { readSale, type SalesContext, tellOthers } from './sale-context.ts';

type Change = StockAnswer['change'];

/**
 * By difference, in both stores, under one id: MongoDB knows of the change before Redis makes it,
 * and the worker finishes what was begun and not finished. `request` names a call that can be repeated:
 * a repetition goes on with the same change.
 */
export async function changeStock(
  context: SalesContext,
  actor: Actor,
  saleId: string,
  { by, reason }: { by: number; reason: string },
  request: string | null,
): Promise<{ sale: Sale; change: Change }> {
  const id = randomUUID();
  const before = await readSale(context, saleId);
  checkOpenForStock(before.status);
  const rows = (sale: Sale) => [
    auditRow(actor, stockEvent(sale, { id, by, reason }), context.clock.now()),
  ];
  const begun = await context.db.sales.beginAdjust(saleId, { id, by, request, rows });
  if (begun.kind === 'missing') {
    throw new AppError('SALE_NOT_FOUND');
  }
  if (begun.kind === 'conflict') {
    throw new AppError('UNAVAILABLE');
  }
  if (begun.kind === 'refused') {
    throw committed(begun.floor);
  }
  const change = await finishStock(context, begun.sale, begun.change);
  const sale = await readSale(context, saleId);
  await tellOthers(context, begun.sale, sale);
  if (change.state === 'refused') {
    throw committed(change.floor ?? sale.stock);
  }
  return { sale, change };
}

export function checkOpenForStock(status: Sale['status']): void {
  if (status === 'archived' || status === 'cancelled') {
    throw new AppError('SALE_STATE');
  }
}

/** What the audit log says of it until its outcome is known. */
export function stockEvent(
  sale: Sale,
  { id, by, reason }: { id: string; by: number; reason: string },
): AuditEvent {
  return {
    action: 'sale.stock',
    saleId: sale.id,
    reason,
    before: { stock: sale.stock },
    after: { stock: sale.stock + by, change: { id, by, state: 'pending', floor: null } },
    outcome: 'pending',
  };
}

/** Asks Redis for what was begun, and stores its answer; pending when one of them is away. */
export async function finishStock(
  context: SalesContext,
  sale: Sale,
  { id, by, state, floor }: StockChange,
): Promise<Change> {
  if (state !== 'pending') {
    return { id, by, state, floor };
  }
  const verdict = await askRedis(context, sale, { id, by });
  if (!verdict) {
    return { id, by, state: 'pending', floor: null };
  }
  const at = { epoch: verdict.epoch };
  const outcome = await context.db.sales
    .finishAdjust(sale.id, id, at, verdict)
    .catch((err: unknown) => {
      context.log.warn({ saleId: sale.id, err }, 'a change of stock waits for the worker');
      return { kind: 'unknown' as const };
    });
  const isFinal = outcome.kind === 'finished' || outcome.kind === 'already';
  const refusedAt = verdict.kind === 'refused' ? verdict.floor : null;
  return { id, by, state: isFinal ? verdict.kind : 'pending', floor: refusedAt };
}

async function askRedis(
  { engine, log }: SalesContext,
  sale: Sale,
  change: { id: string; by: number },
): Promise<(AdjustVerdict & { epoch: number }) | null> {
  try {
    const outcome = await engine.adjust(sale.id, change);
    if (outcome.kind === 'adjusted') {
      return { kind: 'done', epoch: outcome.epoch };
    }
    if (outcome.kind === 'refused') {
      return outcome;
    }
  } catch (error) {
    log.warn({ saleId: sale.id, err: error }, 'a change of stock waits for the worker');
  }
  return null;
}

export function committed(floor: number): AppError {
  const detail = `The smallest stock possible now is ${Math.max(1, floor)}.`;
  return new AppError('STOCK_COMMITTED', { detail });
}
