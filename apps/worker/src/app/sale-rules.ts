import type { Sale } from '@flash/database';
import type { SaleRules } from '@flash/reservation';
import { SECOND_MS } from '@flash/shared-utils';

/** What Redis has to know of a sale document. */
export function rulesOf(sale: Sale): SaleRules {
  return {
    startsAt: sale.startsAt,
    endsAt: sale.endsAt,
    lobbyOpensAt: sale.lobbyOpensAt,
    holdMs: sale.holdTtlSeconds * SECOND_MS,
    fastPassPercent: sale.fastPassPercent,
    price: sale.price,
    extensions: sale.extensions,
    extensionMs: sale.extensionSeconds * SECOND_MS,
    honourHoldsAfterEnd: sale.honourHoldsAfterEnd,
    paused: sale.paused !== null,
    pauseReason: sale.paused?.reason ?? '',
    pauseSince: sale.paused?.since ?? 0,
    message: sale.message,
    closed: sale.status !== 'OnSchedule',
    version: sale.version,
  };
}
