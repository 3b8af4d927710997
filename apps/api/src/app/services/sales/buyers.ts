import type { AdminOutcome } from '@flash/reservation';
import { AppError } from '../../errors.ts';
import type { Actor } from '../record.ts';
import { readSale, type SalesContext } from './context.ts';

interface Wish {
  buyer: string;
  reason: string;
}

/** Takes a hold back; its unit is free at once. */
export function releaseHold(context: SalesContext, actor: Actor, saleId: string, wish: Wish) {
  return act(context, actor, saleId, wish, 'release');
}

/** Takes a buyer out of the line for good. */
export function removePlace(context: SalesContext, actor: Actor, saleId: string, wish: Wish) {
  return act(context, actor, saleId, wish, 'remove');
}

async function act(
  context: SalesContext,
  actor: Actor,
  saleId: string,
  { buyer, reason }: Wish,
  verb: 'release' | 'remove',
): Promise<{ epoch: number; n: number }> {
  await readSale(context, saleId);
  const outcome = await context.engine[verb](saleId, { buyer });
  if (outcome.kind !== 'done') throw refusalOf(outcome);
  await context.wake.wake(saleId).catch(() => undefined);
  await context.record(actor, { action: `buyer.${verb}`, saleId, subject: buyer, reason });
  return { epoch: outcome.epoch, n: outcome.n };
}

function refusalOf(outcome: Exclude<AdminOutcome, { kind: 'done' }>): AppError {
  if (outcome.kind === 'unavailable') return new AppError('RESTORING');
  return new AppError(outcome.why === 'nothing' ? 'BUYER_NOT_FOUND' : 'BUYER_COMMITTED');
}
