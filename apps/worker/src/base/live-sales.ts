import type { LiveSale, Sales } from '@flash/database';

/** MongoDB's list of live sales, as of at most a moment ago; it outlives an outage of MongoDB. */
export interface LiveSales {
  list(): readonly LiveSale[];
  get(saleId: string): LiveSale | undefined;
  refresh(): Promise<void>;
  /** Sales that are no longer live and not cleaned up yet. */
  departed(): readonly string[];
  cleanedUp(saleId: string): void;
}

export function createLiveSales(sales: Pick<Sales, 'listLive'>): LiveSales {
  let known = new Map<string, LiveSale>();
  const departed = new Set<string>();
  return {
    list: () => [...known.values()],
    get: (saleId) => known.get(saleId),
    async refresh() {
      const fresh = new Map((await sales.listLive()).map((sale) => [sale.id, sale]));
      for (const saleId of known.keys()) {
        if (!fresh.has(saleId)) {
          departed.add(saleId);
        }
      }
      for (const saleId of fresh.keys()) {
        departed.delete(saleId);
      }
      known = fresh;
    },
    departed: () => [...departed],
    cleanedUp(saleId) {
      departed.delete(saleId);
    },
  };
}
