import type { LiveSale, Sales } from '@flash/database';

/** MongoDB's list of live sales, as of at most a moment ago; it outlives an outage of MongoDB. */
export interface LiveSales {
  list(): readonly LiveSale[];
  get(saleId: string): LiveSale | undefined;
  /** Reads the list again; answers the sales that are live no more. */
  refresh(): Promise<string[]>;
}

export function createLiveSales(sales: Pick<Sales, 'listLive'>): LiveSales {
  let known = new Map<string, LiveSale>();
  return {
    list: () => [...known.values()],
    get: (saleId) => known.get(saleId),
    async refresh() {
      const fresh = new Map((await sales.listLive()).map((sale) => [sale.id, sale]));
      const gone = [...known.keys()].filter((saleId) => !fresh.has(saleId));
      known = fresh;
      return gone;
    },
  };
}
