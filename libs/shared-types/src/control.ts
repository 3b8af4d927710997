import { z } from 'zod';
import { adminSale } from './sale.ts';
import { buyerId, count, id, paragraph, reason } from './scalars.ts';

export const reasonBody = z.object({ reason });
export const messageBody = z.object({ message: paragraph(500), reason });
export const buyerBody = z.object({ buyer: buyerId, reason });
export const stockBody = z.object({
  by: z
    .int()
    .min(-10_000_000)
    .max(10_000_000)
    .refine((by) => by !== 0, 'must not be 0'),
  reason,
});

export const controlAnswer = z.object({ ok: z.literal(true), sale: adminSale });
export const buyerControlAnswer = z.object({
  ok: z.literal(true),
  flashSaleId: id,
  buyer: z.string(),
  epoch: count,
  n: count,
});
export const stockAnswer = controlAnswer.extend({
  change: z.object({
    id,
    by: z.int(),
    /** `pending`: taken, and finished as soon as the line can be reached. */
    state: z.enum(['pending', 'done', 'refused']),
    /** The smallest stock possible now, when too few units were free. */
    floor: count.nullable(),
  }),
});
export type StockAnswer = z.infer<typeof stockAnswer>;
