import { z } from 'zod';
import { buyerId, count, id, network, paragraph, reason, time, utc } from '../scalars.ts';
import { adminSale } from './sale.ts';

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

/** `release` ends reservations, `remove` ends places and reservations for good. */
export const placesAction = z.enum(['release', 'remove']);
export type PlacesAction = z.infer<typeof placesAction>;

const placesFilter = {
  action: placesAction,
  network: network.optional(),
  joinedFrom: time.optional(),
  joinedTo: time.optional(),
  emailPattern: z
    .string()
    .max(254)
    .regex(/^\S*$/, 'must be an address in which * stands for any characters')
    .refine((text) => text.replaceAll('*', '').length >= 3, 'needs at least 3 characters besides *')
    .optional()
    .meta({ description: 'Account sales only: `*@example.org`, `name+*@example.org`.' }),
};

/** Which places, counted before anything is done to them. */
export const placesPreviewBody = z.object(placesFilter).superRefine(someFilter);
export type PlacesFilter = z.infer<typeof placesPreviewBody>;

export const placesEndBody = z
  .object({
    ...placesFilter,
    expected: count.meta({ description: 'How many places the preview counted.' }),
    reason,
  })
  .superRefine(someFilter);
export type PlacesEndBody = z.infer<typeof placesEndBody>;

function someFilter(filter: Partial<PlacesFilter>, context: z.RefinementCtx): void {
  const { network: from, joinedFrom, joinedTo, emailPattern } = filter;
  if ([from, joinedFrom, joinedTo, emailPattern].every((one) => one === undefined)) {
    const message = 'network, joinedFrom, joinedTo or emailPattern is needed';
    context.addIssue({ code: 'custom', path: ['network'], message });
  }
  if (joinedFrom && joinedTo && Date.parse(joinedTo) < Date.parse(joinedFrom)) {
    const message = 'must not be earlier than joinedFrom';
    context.addIssue({ code: 'custom', path: ['joinedTo'], message });
  }
}

export const placesPreview = z.object({
  flashSaleId: id,
  action: placesAction,
  /** Places that the action would end. */
  places: count,
  waiting: count,
  held: count,
  /** Being paid for: left alone by both actions. */
  paying: count,
  /** Only the first of them are counted and ended at once; repeat the action for the rest. */
  hasMore: z.boolean(),
  /** Who joins later is not meant; to be sent with the action. */
  joinedTo: utc,
});
export type PlacesPreview = z.infer<typeof placesPreview>;

export const placesEnded = z.object({
  ok: z.literal(true),
  flashSaleId: id,
  action: placesAction,
  /** Places that were ended. */
  ended: count,
  /** Were served, paid for or given back in between. */
  skipped: count,
  hasMore: z.boolean(),
});
export type PlacesEnded = z.infer<typeof placesEnded>;
