import type { Database } from '../database.ts';
import type { Order, Sale } from '../types.ts';
import { newOrder, range } from './builders.ts';

/** An order that stands, or the test ends here. */
export async function buy(database: Database, sale: Sale, n: number): Promise<Order> {
  const outcome = await database.committer.commit(newOrder(sale, n));
  if (outcome.kind !== 'committed') {
    throw new Error(`order ${n}: ${outcome.kind}`);
  }
  return outcome.order;
}

/** Buys without a pause, from `from` on, while `during` runs. */
export async function whileSelling<T>(
  database: Database,
  sale: Sale,
  from: number,
  during: () => Promise<T>,
): Promise<T> {
  let next = from;
  let isOver = false;
  const buyers = range(1, 32).map(async () => {
    while (!isOver) {
      next += 1;
      await database.committer.commit(newOrder(sale, next));
    }
  });
  try {
    return await during();
  } finally {
    isOver = true;
    await Promise.all(buyers);
  }
}
