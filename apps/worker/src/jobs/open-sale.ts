import type { LiveSales } from '../base/live-sales.ts';
import type { Drain, DrainReport } from '../granting/drain.ts';
import type { Tend } from '../tick/ticker.ts';

interface OpenSaleDeps {
  drain: Drain;
  tend: Tend;
  liveSales: LiveSales;
}

/** A sale begins: whoever waits in the lobby is served. */
export function createOpenSale({ drain, tend, liveSales }: OpenSaleDeps) {
  return async (saleId: string): Promise<DrainReport> => {
    await liveSales.refresh();
    tend.prompt(saleId);
    return drain(saleId);
  };
}
