import { z } from 'zod';
import { count, id, minorUnits, utc } from '../scalars.ts';

const spread = z.object({ p50: count.nullable(), p95: count.nullable(), max: count.nullable() });

/** A sale looked back on. Times in ms; null where nothing of the kind happened. */
export const analytics = z.object({
  flashSaleId: id,
  stock: count,
  joined: count,
  granted: count,
  sold: count,
  refunded: count,
  expired: count,
  left: count,
  released: count,
  removed: count,
  extended: count,
  declined: count,
  /** Sold of granted, 0 to 1; null when nothing was granted. */
  conversion: z.number().min(0).max(1).nullable(),
  soldOutAt: utc.nullable(),
  waitMs: spread,
  payMs: spread,
  revenue: z.number().min(0),
  revenueMinor: minorUnits,
  currency: z.string(),
  curve: z.array(z.object({ at: utc, joined: count, granted: count, sold: count, waiting: count })),
  /** Places: drawn, of those offered a unit, and of those bought. */
  funnel: z.object({ joined: count, held: count, bought: count }),
  /** The longest wait among the quickest 10 %, 20 % … 100 % of those served; empty when none was. */
  waitDecilesMs: z.array(count).max(10),
  /** Buckets of equal size over the line, from the first place to the last. */
  byPlace: z
    .array(
      z.object({
        from: z.int().min(1),
        to: z.int().min(1),
        joined: count,
        held: count,
        bought: count,
      }),
    )
    .max(20),
  complete: z.boolean(),
});
export type Analytics = z.infer<typeof analytics>;
