import type { Drain, DrainReport } from '../drain.ts';
import type { LiveSales } from '../live-sales.ts';
import type { Tend } from '../tend.ts';

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
