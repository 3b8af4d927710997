import { buildNewSale } from '@flash/testing';
import type { Database } from '../database.ts';
import type { NewOrder, NewSale, Sale } from '../types.ts';

export function newSale(change: Partial<NewSale> = {}): NewSale {
  return buildNewSale(Date.now(), change);
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
