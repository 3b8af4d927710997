import type { Sale, SaleEdit } from '@flash/database';
import type { SalePhase } from '@flash/shared-types';
import { AppError } from '../../../errors.ts';
import { type Actor, type AuditEvent, auditRow } from '../../shared/audit.ts';
import { phaseAt } from '../../shared/wire.ts';
import { changeSale, readSale, type SalesContext } from './sale-context.ts';

interface Control {
  action: string;
  reason: string;
  /** What to change, or null when it is so already. */
  decide(sale: Sale, phase: SalePhase): SaleEdit | null;
  /** The part of the sale that the audit log shows before and after. */
  shows: keyof Sale;
}

export function pauseSale(context: SalesContext, actor: Actor, id: string, reason: string) {
  const since = context.clock.now();
  return control(context, actor, id, {
    action: 'sale.pause',
    reason,
    shows: 'paused',
    decide: (sale, phase) => {
      checkLive(phase);
      return sale.paused ? null : { paused: { reason, since } };
    },
  });
}

export function resumeSale(context: SalesContext, actor: Actor, id: string, reason: string) {
  return control(context, actor, id, {
    action: 'sale.resume',
    reason,
    shows: 'paused',
    decide: (sale, phase) => {
      checkLive(phase);
      return sale.paused ? { paused: null } : null;
    },
  });
}

export function messageSale(
  context: SalesContext,
  actor: Actor,
  id: string,
  { message, reason }: { message: string; reason: string },
) {
  return control(context, actor, id, {
    action: 'sale.message',
    reason,
    shows: 'message',
    decide: (sale, phase) => {
      if (phase === 'archived') {
        throw new AppError('SALE_STATE');
      }
      return sale.message === message ? null : { message };
    },
  });
}

export function endSale(context: SalesContext, actor: Actor, id: string, reason: string) {
  return control(context, actor, id, {
    action: 'sale.end',
    reason,
    shows: 'status',
    decide: (sale, phase) => {
      if (phase === 'draft' || phase === 'archived' || phase === 'cancelled') {
        throw new AppError('SALE_STATE');
      }
      return sale.status === 'ended' ? null : { status: 'ended' };
    },
  });
}

async function control(
  context: SalesContext,
  actor: Actor,
  id: string,
  { action, reason, decide, shows }: Control,
): Promise<Sale> {
  const event = (before: Sale, after: Sale): AuditEvent => ({
    action,
    saleId: id,
    reason,
    before: { [shows]: before[shows] },
    after: { [shows]: after[shows] },
  });
  const { before, after } = await changeSale(
    context,
    id,
    (sale) => decide(sale, phaseAt(sale, context.clock.now())),
    (was, is) => [auditRow(actor, event(was, is), context.clock.now())],
  );
  // Asked for what was so already: that is told as well.
  if (after === before) {
    await context.writeAudit(actor, event(before, after));
  }
  return after;
}

function checkLive(phase: SalePhase): void {
  const live = ['scheduled', 'lobby', 'open', 'paused'].includes(phase);
  if (!live) {
    throw new AppError('SALE_STATE');
  }
}

const STORED_WITHIN_MS = 3_000;
const LOOK_EVERY_MS = 50;

/**
 * Archives an ended sale. No buyer may still hold or pay, and its log has to be stored in MongoDB. The
 * worker removes the sale from Redis, after it has stored what was logged in between.
 */
export async function archiveSale(
  context: SalesContext,
  actor: Actor,
  id: string,
  reason: string,
): Promise<Sale> {
  const sale = await readSale(context, id);
  const phase = phaseAt(sale, context.clock.now());
  const isOver = ['ended', 'cancelled', 'draft', 'archived'].includes(phase);
  if (!isOver) {
    throw new AppError('SALE_STATE');
  }
  if (sale.epoch > 0 && phase !== 'archived') {
    await checkQuiet(context, sale);
  }
  const event = (before: Sale, after: Sale): AuditEvent => ({
    action: 'sale.archive',
    saleId: id,
    reason,
    before: { status: before.status },
    after: { status: after.status },
  });
  const { before, after } = await changeSale(
    context,
    id,
    (found) => (found.status === 'archived' ? null : { status: 'archived' }),
    (was, is) => [auditRow(actor, event(was, is), context.clock.now())],
  );
  if (after === before) {
    await context.writeAudit(actor, event(before, after));
  }
  return after;
}

async function checkQuiet({ engine, db }: SalesContext, sale: Sale): Promise<void> {
  const deadline = Date.now() + STORED_WITHIN_MS;
  for (;;) {
    const snapshot = await engine.snapshot(sale.id);
    if (snapshot.kind !== 'snapshot') {
      throw new AppError('RESTORING');
    }
    if (snapshot.held > 0 || snapshot.claimed > 0) {
      const detail = `${snapshot.held + snapshot.claimed} units are still reserved.`;
      throw new AppError('SALE_STATE', { detail });
    }
    const head = await db.blocks.last(sale.id);
    if ((head?.to ?? 0) >= snapshot.n) {
      return;
    }
    if (Date.now() > deadline) {
      throw new AppError('UNAVAILABLE');
    }
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}
