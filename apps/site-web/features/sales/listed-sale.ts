import type { LiveSale, PublicSale } from '@flash/shared-types';

/** A sale in a list; the counts are known of live ones. */
export type ListedSale = PublicSale & Partial<Pick<LiveSale, 'counts'>>;

export interface Badge {
  /** A text of `badge`. */
  text: string;
  look: string;
}

/** What a visitor must know of a sale at a glance. */
export function badgeOf(sale: ListedSale): Badge {
  const { counts = null, phase } = sale;
  const isSoldOut = counts ? counts.free + counts.held === 0 : sale.currentQuantity === 0;
  const isAllHeld = counts !== null && counts.free === 0 && counts.held > 0;
  const text = isAllHeld && phase === 'open' ? 'allHeld' : textOf(phase, isSoldOut);
  return { text, look: isSoldOut ? 'done' : isAllHeld ? 'held' : phase };
}

function textOf(phase: PublicSale['phase'], isSoldOut: boolean): string {
  switch (phase) {
    case 'open':
      return isSoldOut ? 'soldOut' : 'live';
    case 'lobby':
    case 'paused':
    case 'cancelled':
      return phase;
    case 'scheduled':
      return 'upcoming';
    default:
      return isSoldOut ? 'soldOut' : 'ended';
  }
}

/** The sale is over. */
export function isOver(phase: PublicSale['phase']): boolean {
  return phase === 'ended' || phase === 'archived' || phase === 'cancelled';
}

/** Figures of the stock bar; without counts some of the unsold units may be on hold. */
export function stockIn({ counts, stock, currentQuantity, phase }: ListedSale) {
  if (!counts) {
    const isToCome = phase === 'scheduled';
    return { stock, sold: stock - currentQuantity, isOver: isOver(phase), isToCome };
  }
  const { free, held } = counts;
  return { stock, sold: Math.max(0, stock - free - held), held };
}

/** What a visitor can do in a sale, as a text of `purchase`; null: nothing yet, or no longer anything. */
export function actionIn({ phase, counts, currentQuantity }: ListedSale): string | null {
  if (phase !== 'open' && phase !== 'lobby' && phase !== 'paused') {
    return null;
  }
  const { free, held, waiting } = counts ?? { free: currentQuantity, held: 0, waiting: 0 };
  if (free + held === 0) {
    return null;
  }
  return phase === 'open' && free > waiting ? 'joinBuy' : 'join';
}

/** Live sales with stock come first, those that sold out last. */
export function rankOf({ currentQuantity, phase }: PublicSale): number {
  if (currentQuantity === 0) {
    return 2;
  }
  return phase === 'paused' ? 1 : 0;
}
