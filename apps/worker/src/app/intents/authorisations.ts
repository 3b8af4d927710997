import type { LiveSale, Orders } from '@flash/database';
import type { PaymentPort } from '@flash/payment';
import { epochBase } from '@flash/reservation';

interface AuthorisationDeps {
  orders: Orders;
  payment: PaymentPort;
}

/**
 * Money that is reserved for an attempt of an older epoch which has no record: no commit of it can
 * land any more, so a void says so, and the payment is cancelled because of that void.
 */
export function createOpenAuthorisations({ orders, payment }: AuthorisationDeps) {
  return async (sale: Pick<LiveSale, 'id' | 'epoch'>): Promise<number> => {
    const open = await payment.openAuthorisations(sale.id);
    const older = open.map(({ attempt }) => attempt).filter((it) => it < epochBase(sale.epoch));
    if (older.length === 0) return 0;
    const recorded = await orders.recorded(sale.id, older);
    const orphans = older.filter((attempt) => !recorded.has(attempt));
    for (const fence of orphans) {
      await orders.insertVoid({ saleId: sale.id, fence, epoch: sale.epoch, buyer: '' });
    }
    return orphans.length;
  };
}
