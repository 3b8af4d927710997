import type { Sale, SaleEdit } from '@flash/database';
import type { SalePhase } from '@flash/shared-types';
import { AppError } from '../../errors.ts';

/** Wire name of each field that can become fixed. */
const wireNames: Partial<Record<keyof SaleEdit, string>> = { price: 'pricePerUnit' };

const untilJoined = ['identity', 'currency'] as const;
const untilStarted = ['price', 'startsAt', 'lobbyOpensAt'] as const;

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
  if (sale.status === 'archived' && Object.keys(edit).length > 0) throw new AppError('SALE_STATE');
  if (edit.status && !statusMoves[sale.status].includes(edit.status)) {
    throw new AppError('SALE_STATE');
  }
  const started = at.phase === 'open' || at.phase === 'paused' || at.phase === 'ended';
  const fixed: (keyof SaleEdit)[] = [];
  if (at.joined) fixed.push(...untilJoined);
  if (started) fixed.push(...untilJoined, ...untilStarted);
  const refused = fixed.filter((field) => edit[field] !== undefined);
  if (started && edit.endsAt !== undefined && edit.endsAt < sale.endsAt) refused.push('endsAt');
  if (refused.length > 0) throw new AppError('SALE_FIXED', { errors: refused.map(fixedField) });
}

function fixedField(field: keyof SaleEdit) {
  const message = field === 'endsAt' ? 'can only be moved later' : 'can no longer be changed';
  return { path: wireNames[field] ?? field, message };
}
