import type { Sale, SaleEdit } from '@flash/database';
import { type FixedField, fixedFields, type SalePhase } from '@flash/shared-types';
import { AppError } from '../../errors.ts';

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
  if (sale.status === 'archived' && Object.keys(edit).length > 0) throw new AppError('SALE_STATE');
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
  if (errors.length > 0) throw new AppError('SALE_FIXED', { errors });
}
