import type { PublicSale } from '@flash/shared-types';
import type { Purchase } from './purchase.ts';
import { isOlder } from './reduce.ts';

/** From the newer of what is known of the line and of the buyer's own place. */
export function stockOf({ line, place }: Purchase, sale: PublicSale) {
  if (!line && !place) return { stock: sale.stock, sold: sale.stock - sale.currentQuantity };
  const newest = place && (!line || isOlder(line, place)) ? place : line;
  const stock = newest?.stock ?? sale.stock;
  const held = newest?.held ?? 0;
  return { stock, held, sold: Math.max(0, stock - (newest?.free ?? 0) - held) };
}
