import type { Sale } from '@flash/database';
import type { SaleRules } from '@flash/reservation';

/** The part of a sale that Redis has to know. */
export function rulesOf(sale: Sale): SaleRules {
  return {
    startsAt: sale.startsAt,
    endsAt: sale.endsAt,
    lobbyOpensAt: sale.lobbyOpensAt,
    holdMs: sale.holdTtlSeconds * 1_000,
    fastPassPercent: sale.fastPassPercent,
    price: sale.price,
    extensions: sale.extensions,
    extensionMs: sale.extensionSeconds * 1_000,
    honourHoldsAfterEnd: sale.honourHoldsAfterEnd,
    paused: sale.paused !== null,
    pauseReason: sale.paused?.reason ?? '',
    pauseSince: sale.paused?.since ?? 0,
    message: sale.message,
    closed: sale.status !== 'OnSchedule',
    version: sale.version,
  };
}
