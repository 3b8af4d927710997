import { type PublicSaleAnswer, publicStatusOf, saleProgress } from '@flash/shared-types';
import { currentSale, type Look, unsold } from './cached-snapshot.ts';
import { publicSaleOf } from './wire.ts';

type Body = Omit<PublicSaleAnswer, 'meta'> & { meta: Omit<PublicSaleAnswer['meta'], 'serverNow'> };

export function publicSaleAnswer(look: Look): Body {
  const remaining = unsold(look);
  const stock = look.snapshot?.stock ?? look.sale.stock;
  const item = {
    ...publicSaleOf({ ...currentSale(look), stock }, look.now),
    currentQuantity: remaining,
  };
  return {
    item,
    meta: {
      status: publicStatusOf(item.phase),
      phase: item.phase,
      soldOut: remaining === 0,
      progress: saleProgress(remaining, stock),
      startsAt: item.startsAt,
      endsAt: item.endsAt,
    },
  };
}

export const unknownSaleAnswer: Body = {
  item: null,
  meta: {
    status: 'not_found',
    phase: null,
    soldOut: false,
    progress: saleProgress(0, 0),
    startsAt: null,
    endsAt: null,
  },
};
