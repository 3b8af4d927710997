import type { SaleRules } from './rules.ts';

/** What a sale's document says of it, as far as the engine is concerned. */
export interface SaleFacts {
  startsAt: number;
  endsAt: number;
  lobbyOpensAt: number;
  holdTtlSeconds: number;
  fastPassPercent: number;
  price: number;
  extensions: number;
  extensionSeconds: number;
  honourHoldsAfterEnd: boolean;
  paused: { reason: string; since: number } | null;
  message: string;
  status: string;
  placesPerNetwork: number | 'auto';
  holdsBeforeWait: number;
  version: number;
}

/** The part of a sale's document that Redis has to know. */
export function rulesOf(sale: SaleFacts): SaleRules {
  return {
    startsAt: sale.startsAt,
    endsAt: sale.endsAt,
    lobbyOpensAt: sale.lobbyOpensAt,
    holdMs: sale.holdTtlSeconds * 1_000,
    fastPassPercent: sale.fastPassPercent,
    price: sale.price,
    extensions: sale.extensions,
    extensionMs: sale.extensionSeconds * 1_000,
    // A sale that was called off sells nothing more, whatever was promised for its end.
    honourHoldsAfterEnd: sale.honourHoldsAfterEnd && sale.status !== 'cancelled',
    paused: sale.paused !== null,
    pauseReason: sale.paused?.reason ?? '',
    pauseSince: sale.paused?.since ?? 0,
    message: sale.message,
    closed: sale.status !== 'OnSchedule',
    placesPerNetwork: sale.placesPerNetwork,
    holdsBeforeWait: sale.holdsBeforeWait,
    version: sale.version,
  };
}
