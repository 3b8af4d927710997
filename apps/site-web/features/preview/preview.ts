import { initialPurchase, type Purchase } from '@flash/client';
import type { SalePreview } from '@flash/shared-types';

/** What a buyer would see who opened the sale now, before the first person joins. */
export function purchaseOf({ item, serverNow }: SalePreview): Purchase {
  const { phase, stock, message, startsAt, endsAt, lobbyOpensAt } = item;
  return {
    ...initialPurchase,
    sale: item,
    link: 'live',
    line: {
      ...{ phase, stock, message, startsAt, endsAt, lobbyOpensAt, serverNow },
      ...{ waiting: 0, free: stock, held: 0, sold: 0, pause: null, wait: null, n: 0, epoch: 0 },
    },
  };
}
