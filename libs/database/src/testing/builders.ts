import type { Database } from '../database.ts';
import type { NewOrder, NewSale, Sale } from '../types.ts';

export function newSale(change: Partial<NewSale> = {}): NewSale {
  const now = Date.now();
  return {
    name: 'A thing worth queueing for',
    description: '',
    productId: null,
    startsAt: now - 1_000,
    endsAt: now + 3_600_000,
    lobbyOpensAt: now - 1_000,
    timeZone: 'UTC',
    startingQuantity: 10,
    price: 1_999,
    currency: 'EUR',
    identity: 'guest',
    holdTtlSeconds: 900,
    fastPassPercent: 1,
    extensions: 1,
    extensionSeconds: 300,
    honourHoldsAfterEnd: true,
    placesPerNetwork: 0,
    holdsBeforeWait: 0,
    createdBy: null,
    status: 'OnSchedule',
    ...change,
  };
}

export function createSale(database: Database, change: Partial<NewSale> = {}): Promise<Sale> {
  return database.sales.create(newSale(change));
}

/** Order number `n` of a sale: its own buyer, unit and fence unless told otherwise. */
export function newOrder(sale: Sale, n: number, change: Partial<NewOrder> = {}): NewOrder {
  return {
    saleId: sale.id,
    epoch: sale.epoch,
    fence: sale.epoch * 1_000_000_000 + n,
    buyer: `g${n}`,
    unit: n,
    seq: sale.epoch * 1_000_000_000 + n,
    email: `Buyer${n}@Example.com`,
    contact: null,
    amount: sale.price,
    currency: sale.currency,
    ...change,
  };
}

export function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, at) => from + at);
}
