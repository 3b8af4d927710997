import type { AdminOutcome } from '@flash/reservation';
import { AppError } from '../../errors.ts';
import { type Actor, rowOf } from '../shared/audit.ts';
import { readSale, type SalesContext } from './sale-context.ts';

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
  const { engine, db, clock, wake, log } = context;
  await readSale(context, saleId);
  const seen = await engine.snapshot(saleId);
  if (seen.kind !== 'snapshot') throw new AppError('RESTORING');
  const deed = { action: `buyer.${verb}`, saleId, subject: buyer, reason };
  const row = await db.audit.begin(rowOf(actor, deed, clock.now()), seen.n);
  const outcome = await engine[verb](saleId, { buyer });
  // What became of it is in the log of the sale, where a worker finds it if this does not get through.
  await db.audit
    .complete(row, outcome.kind === 'done' ? 'done' : 'refused')
    .catch((err: unknown) => log.warn({ saleId, err }, 'a row of the audit log stays pending'));
  if (outcome.kind !== 'done') throw refusalOf(outcome);
  await wake.wake(saleId).catch((err: unknown) => log.warn({ saleId, err }, 'hint lost'));
  return { epoch: outcome.epoch, n: outcome.n };
}

function refusalOf(outcome: Exclude<AdminOutcome, { kind: 'done' }>): AppError {
  if (outcome.kind === 'unavailable') return new AppError('RESTORING');
  return new AppError(outcome.why === 'nothing' ? 'BUYER_NOT_FOUND' : 'BUYER_COMMITTED');
}
