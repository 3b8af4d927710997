import type { Sale } from '@flash/database';
import { type Engine, rulesOf } from '@flash/reservation';
import type { Logger } from '@flash/shared-config';

export type Apply = (sale: Sale) => Promise<boolean>;

/**
 * Tells Redis what MongoDB has just accepted. MongoDB is the truth: when Redis cannot be told now,
 * the worker tells it as soon as it can, so a failure here is not a failure of the request.
 */
export function createApply(engine: Engine, log: Logger): Apply {
  return async (sale) => {
    if (sale.epoch === 0) return true;
    try {
      const outcome = await engine.rules(sale.id, rulesOf(sale));
      if (outcome.kind !== 'unavailable') return true;
      log.warn({ saleId: sale.id, why: outcome.why }, 'rules wait for the worker');
    } catch (error) {
      log.warn({ saleId: sale.id, err: error }, 'rules wait for the worker');
    }
    return false;
  };
}
