import { z } from 'zod';
import { pause } from '../buyer/state.ts';
import { optional, pageFields, paging } from '../query.ts';
import { count, id, line, minorUnits, time, utc } from '../scalars.ts';
import { publicStatus, saleGroup, salePhase, saleStatus } from './phase.ts';
import { picture } from './picture.ts';
import { identity } from './sale-request.ts';
import { buyerTerms, termsForTeam } from './sale-terms.ts';

export const saleParams = z.object({ id });

/** What anyone may know of a sale. */
export const publicSale = z.object({
  _id: id,
  id,
  name: z.string(),
  description: z.string(),
  productId: z.string().nullable(),
  status: saleStatus,
  phase: salePhase,
  startsAt: utc,
  endsAt: utc,
  lobbyOpensAt: utc,
  timeZone: z.string(),
  startingQuantity: count,
  currentQuantity: count,
  stock: count,
  pricePerUnit: z.number().min(0),
  pricePerUnitMinor: minorUnits,
  currency: z.string(),
  identity,
  ...buyerTerms.shape,
  message: z.string().nullable(),
  pause: pause.nullable(),
  picture: picture.nullable(),
});
export type PublicSale = z.infer<typeof publicSale>;

/** What the team sees besides. */
export const adminSale = publicSale.extend({
  ...termsForTeam.shape,
  version: count,
  epoch: count,
  restoring: z.boolean(),
  createdBy: z.string().nullable(),
  createdAt: utc,
  updatedAt: utc,
});
export type AdminSale = z.infer<typeof adminSale>;

export const saleCreated = adminSale;
export const saleUpdated = adminSale.extend({ updated: z.literal(true) });
/** What a draft looks like to buyers, for who has its link; nothing can be bought by it. */
export const previewToken = z
  .string()
  .regex(/^[A-Za-z0-9_.-]{1,200}$/, 'must be the token of a preview')
  .meta({ description: 'Given by `POST /flash-sales/{id}/preview`; valid for one hour.' });
export const previewQuery = z.object({ token: previewToken });
export const previewMade = z.object({ token: z.string(), expiresAt: utc });
export const previewAnswer = z.object({
  /** As it will be once it is scheduled: with the phase that its times give it. */
  item: publicSale,
  /** The sale is a draft no longer: its own page shows it. */
  isPublished: z.boolean(),
  expiresAt: utc,
  serverNow: utc,
});
export type SalePreview = z.infer<typeof previewAnswer>;

export const saleDeleted = z.object({ deleted: z.literal(true), id });

/** `stage`: live sales (of a page, the longest line first), the next to start, drafts, what is over. Has no `order`. */
const salesSort = z.enum([
  'startsAt',
  'endsAt',
  'name',
  'createdAt',
  'updatedAt',
  'startingQuantity',
  'stage',
]);

export const listSalesQuery = z.object({
  ...paging,
  q: optional(line(100)),
  status: optional(z.enum([...saleStatus.options, ...salePhase.options, ...saleGroup.options])),
  from: optional(time),
  to: optional(time),
  sort: optional(salesSort),
  order: optional(z.enum(['asc', 'desc'])),
});
export const saleList = z.object({ items: z.array(adminSale), ...pageFields });

/** Where buyers authorise a payment in their browser: whose script does it, and for which account. */
export const paymentScript = z.object({
  provider: z.literal('stripe'),
  publishableKey: z.string(),
  script: z.string().meta({ description: 'Address of the script of the provider.' }),
});
export type PaymentScript = z.infer<typeof paymentScript>;

export const publicSaleQuery = z.object({ flashSaleId: optional(id) });
export const publicSaleAnswer = z.object({
  item: publicSale.nullable(),
  meta: z.object({
    status: publicStatus,
    phase: salePhase.nullable(),
    soldOut: z.boolean(),
    progress: z.object({ remaining: count, starting: count, ratio: z.number().min(0).max(1) }),
    startsAt: utc.nullable(),
    endsAt: utc.nullable(),
    serverNow: utc,
    mail: z.boolean().meta({ description: 'Whether this shop sends mail.' }),
    mailKept: z.boolean().optional().meta({
      description:
        'True where mails stay on the team’s site and reach no buyer, as in a shop for trying out.',
    }),
    payment: paymentScript.optional().meta({
      description: 'Missing where a buyer has nothing to authorise in the browser.',
    }),
  }),
});
export type PublicSaleAnswer = z.infer<typeof publicSaleAnswer>;

/** What decides whether joining makes sense, as of a moment ago. */
export const saleCounts = z.object({ waiting: count, free: count, held: count });

export const liveSale = publicSale.extend({
  /** Null where they are not known: while Redis is silent, or far down a long list. */
  counts: saleCounts.nullable(),
});
export type LiveSale = z.infer<typeof liveSale>;

export const publicSaleList = z.object({
  live: z.array(liveSale),
  upcoming: z.array(publicSale),
  past: z.array(publicSale),
  serverNow: utc,
});

/** `ratio` is the part of the stock that is not sold yet. */
export function saleProgress(remaining: number, starting: number) {
  return { remaining, starting, ratio: starting > 0 ? Math.min(1, remaining / starting) : 0 };
}
