import { randomUUID } from 'node:crypto';
import type { AdjustVerdict, Sale } from '@flash/database';
import type { StockAnswer } from '@flash/shared-types';
import { AppError } from '../../errors.ts';
import type { Actor } from '../record.ts';
import { readSale, type SalesContext, settleIn } from './context.ts';

type Change = StockAnswer['change'];

/**
 * By difference, in both stores, under one id: MongoDB knows of the change before Redis makes it,
 * and the worker finishes what was begun and not finished.
 */
export async function changeStock(
  context: SalesContext,
  actor: Actor,
  saleId: string,
  wish: { by: number; reason: string },
): Promise<{ sale: Sale; change: Change }> {
  const before = await readSale(context, saleId);
  const closed = before.status === 'archived' || before.status === 'cancelled';
  if (closed) throw new AppError('SALE_STATE');
  const { by, reason } = wish;
  if (before.stock + by < 1) throw committed(before.stock - before.currentQuantity);
  const id = randomUUID();
  const begun = await context.db.sales.beginAdjust(saleId, { id, by });
  if (begun.kind === 'missing') throw new AppError('SALE_NOT_FOUND');
  if (begun.kind === 'refused') throw committed(begun.floor);
  const change = await finish(context, begun.sale, { id, by });
  const sale = await readSale(context, saleId);
  await settleIn(context, sale);
  await context.record(actor, {
    action: 'sale.stock',
    saleId,
    reason,
    before: { stock: before.stock },
    after: { stock: sale.stock, change },
  });
  if (change.state === 'refused') throw committed(change.floor ?? sale.stock);
  return { sale, change };
}

async function finish(
  context: SalesContext,
  sale: Sale,
  { id, by }: { id: string; by: number },
): Promise<Change> {
  const verdict = sale.epoch === 0 ? done : await askRedis(context, sale, { id, by });
  if (!verdict) return { id, by, state: 'pending', floor: null };
  const at = { epoch: verdict.epoch };
  const outcome = await context.db.sales
    .finishAdjust(sale.id, id, at, verdict)
    .catch(() => ({ kind: 'unknown' as const }));
  const isFinal = outcome.kind === 'finished' || outcome.kind === 'already';
  const floor = verdict.kind === 'refused' ? verdict.floor : null;
  return { id, by, state: isFinal ? verdict.kind : 'pending', floor };
}

const done = { kind: 'done', epoch: 0 } as const;

async function askRedis(
  { engine, log }: SalesContext,
  sale: Sale,
  change: { id: string; by: number },
): Promise<(AdjustVerdict & { epoch: number }) | null> {
  try {
    const outcome = await engine.adjust(sale.id, change);
    if (outcome.kind === 'adjusted') return { kind: 'done', epoch: outcome.epoch };
    if (outcome.kind === 'refused') return outcome;
  } catch (error) {
    log.warn({ saleId: sale.id, err: error }, 'a change of stock waits for the worker');
  }
  return null;
}

function committed(floor: number): AppError {
  const detail = `The smallest stock possible now is ${Math.max(1, floor)}.`;
  return new AppError('STOCK_COMMITTED', { detail });
}
