import type { Orders } from '@flash/database';
import type { PaymentPort } from '@flash/payment';
import { epochBase } from '@flash/reservation';

interface AuthorisationDeps {
  orders: Orders;
  payment: PaymentPort;
}

/** `epoch` null: the sale was deleted. */
export type OpenAuthorisations = (sale: { id: string; epoch: number | null }) => Promise<number>;

/**
 * Money that is reserved for an attempt which has no record, of an older epoch or of a deleted sale: no
 * commit of it can land any more, so a void says so, and the payment is cancelled because of that void.
 */
export function createOpenAuthorisations(deps: AuthorisationDeps): OpenAuthorisations {
  const { orders, payment } = deps;
  return async (sale) => {
    const open = await payment.openAuthorisations(sale.id);
    const isOver = (attempt: number) => sale.epoch === null || attempt < epochBase(sale.epoch);
    const older = open.map(({ attempt }) => attempt).filter(isOver);
    if (older.length === 0) return 0;
    const recorded = await orders.recorded(sale.id, older);
    const orphans = older.filter((attempt) => !recorded.has(attempt));
    for (const fence of orphans) {
      await orders.insertVoid({ saleId: sale.id, fence, epoch: sale.epoch ?? 0, buyer: '' });
    }
    return orphans.length;
  };
}
