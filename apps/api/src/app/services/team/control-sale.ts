import type { Sale, SaleEdit } from '@flash/database';
import type { SalePhase } from '@flash/shared-types';
import { AppError } from '../../errors.ts';
import { type Actor, type Deed, rowOf } from '../shared/audit.ts';
import { phaseAt } from '../shared/wire.ts';
import { changeSale, type SalesContext } from './sale-context.ts';

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
      if (phase === 'archived') throw new AppError('SALE_STATE');
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
  const deed = (before: Sale, after: Sale): Deed => ({
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
    (was, is) => [rowOf(actor, deed(was, is), context.clock.now())],
  );
  // Asked for what was so already: that is told as well.
  if (after === before) await context.record(actor, deed(before, after));
  return after;
}

function checkLive(phase: SalePhase): void {
  const live = ['scheduled', 'lobby', 'open', 'paused'].includes(phase);
  if (!live) throw new AppError('SALE_STATE');
}
