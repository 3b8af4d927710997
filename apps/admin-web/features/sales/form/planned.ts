import type { AdminSale } from '@flash/shared-types';
import { endOf, numberOf, startOf } from './body-of.ts';
import type { Planned } from './checklist.ts';
import type { SaleDraft } from './draft.ts';

/** Afterwards there is nothing left to prepare. */
export const isAhead = ({ phase }: Pick<AdminSale, 'phase'>): boolean =>
  phase === 'draft' || phase === 'scheduled' || phase === 'lobby';

export function plannedDraft(
  draft: SaleDraft,
  about: Pick<Planned, 'isDraft' | 'hasPicture'>,
): Planned {
  const price = draft.pricePerUnit.trim() === '' ? 0 : numberOf(draft.pricePerUnit);
  const stock = numberOf(draft.startingQuantity);
  return {
    stock: Number.isInteger(stock) ? stock : 0,
    startsAt: startOf(draft),
    endsAt: endOf(draft),
    price: price >= 0 ? price : null,
    ...about,
  };
}

export function plannedSale(sale: AdminSale): Planned {
  return {
    stock: sale.stock,
    startsAt: Date.parse(sale.startsAt),
    endsAt: Date.parse(sale.endsAt),
    price: sale.pricePerUnit,
    isDraft: sale.status === 'draft',
    hasPicture: sale.picture !== null,
  };
}
