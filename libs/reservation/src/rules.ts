import { type LineTerms, lineTermsOf } from '@flash/shared-types';

/** What Redis has to know of a sale to serve it. Times in ms, price in minor units. */
export interface SaleRules extends Omit<LineTerms, 'holdTtlSeconds' | 'extensionSeconds'> {
  startsAt: number;
  endsAt: number;
  lobbyOpensAt: number;
  holdMs: number;
  price: number;
  extensionMs: number;
  paused: boolean;
  pauseReason: string;
  pauseSince: number;
  message: string;
  /** Ended by hand or cancelled: no joins and no grants, whatever the window says. */
  closed: boolean;
  /** Version of the sale document these rules were read from; older ones never overwrite newer ones. */
  version: number;
}

/** What a sale's document says of it, as far as the engine is concerned. */
export interface SaleFacts extends LineTerms {
  startsAt: number;
  endsAt: number;
  lobbyOpensAt: number;
  price: number;
  paused: { reason: string; since: number } | null;
  message: string;
  status: string;
  version: number;
}

/** The part of a sale's document that Redis has to know. */
export function rulesOf(sale: SaleFacts): SaleRules {
  const { holdTtlSeconds, extensionSeconds, ...terms } = lineTermsOf(sale);
  return {
    ...terms,
    startsAt: sale.startsAt,
    endsAt: sale.endsAt,
    lobbyOpensAt: sale.lobbyOpensAt,
    holdMs: holdTtlSeconds * 1_000,
    price: sale.price,
    extensionMs: extensionSeconds * 1_000,
    // A sale that was called off sells nothing more, whatever was promised for its end.
    honourHoldsAfterEnd: sale.honourHoldsAfterEnd && sale.status !== 'cancelled',
    paused: sale.paused !== null,
    pauseReason: sale.paused?.reason ?? '',
    pauseSince: sale.paused?.since ?? 0,
    message: sale.message,
    closed: sale.status !== 'OnSchedule',
    version: sale.version,
  };
}

/**
 * Declined payments of one hold: from the fifth on the next attempt waits, and the sixth ends the
 * hold. Without a limit one hold would try out any number of stolen cards.
 */
export const declineRules = { waitFrom: 5, endAt: 6, waitMs: 30_000 } as const;

/** At or below this many free units each one is checked against MongoDB before it is handed out. */
export function fastPassThreshold(stock: number, percent: number): number {
  return Math.ceil((stock * percent) / 100);
}

/** Each epoch draws its places and fences from a range of its own, so no number is ever used twice. */
export function epochBase(epoch: number): number {
  return epoch * 1_000_000_000;
}
