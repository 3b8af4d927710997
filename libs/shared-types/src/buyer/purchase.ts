import { z } from 'zod';
import { optional } from '../query.ts';
import { count, email, id, line, minorUnits, utc } from '../scalars.ts';
import { deliveryAddressBody } from './delivery.ts';
import { purchaseStateWith, v1StatusWord } from './state.ts';

/** Guest sales need the e-mail to join, account sales ignore it: the service decides. */
export const placeBody = z.object({ email: email.optional(), flashSaleId: id });
export type PlaceBody = z.infer<typeof placeBody>;

const v1Place = {
  size: count,
  hasActiveHold: z.boolean(),
  holdTtlSec: count,
  email: z.string().nullable(),
  flashSaleId: id,
};

export const buyBody = placeBody;
export const buyAnswer = purchaseStateWith({ ...v1Place, queued: z.literal(true) });
export type BuyAnswer = z.infer<typeof buyAnswer>;

export const positionQuery = z.object({ email: optional(email), flashSaleId: id });
export const positionAnswer = purchaseStateWith({ ...v1Place, status: v1StatusWord, ts: utc });
export type PositionAnswer = z.infer<typeof positionAnswer>;

export const streamQuery = z.object({ flashSaleId: id });

export const contact = z.object({
  name: line(200).min(1),
  phone: line(40).nullish(),
  address: deliveryAddressBody.nullish().meta({
    description: 'Needed, and kept, only where the sale has `needsDeliveryAddress`.',
  }),
});
export type ContactBody = z.infer<typeof contact>;

export const confirmBody = z.object({
  email: email.optional(),
  flashSaleId: id,
  totalAmount: z
    .unknown()
    .optional()
    .meta({ description: 'Ignored: the price is the one of the hold.' }),
  paymentToken: z
    .string()
    .regex(/^[\x21-\x7e]{1,200}$/)
    .optional()
    .meta({
      description:
        'Stripe: the paymentId that was authorised; missing means the newest of this buyer. Sandbox: ok, decline, slow, lost or late; missing means ok.',
    }),
  contact: contact.optional(),
  holdId: id.optional(),
  fence: z.int().min(0).optional(),
});
export type ConfirmBody = z.infer<typeof confirmBody>;

export const confirmAnswer = z.object({
  ok: z.literal(true),
  orderId: id,
  flashSaleId: id,
  unit: z.int().min(1),
  totalAmount: z.number().min(0),
  totalAmountMinor: minorUnits,
  currency: z.string(),
  confirmedAt: utc,
});
export type ConfirmAnswer = z.infer<typeof confirmAnswer>;

export const paymentBody = z.object({
  email: email.optional(),
  flashSaleId: id,
  contact: contact.optional().meta({
    description:
      'For the order that is made even if the browser has gone by then. Without it, the one that was sent before stays.',
  }),
});

export const paymentAnswer = z.object({
  provider: z.enum(['none', 'sandbox', 'stripe']).meta({
    description: 'none: this costs nothing. none and sandbox: there is nothing to authorise.',
  }),
  paymentId: id.nullable(),
  clientSecret: z.string().nullable(),
  publishableKey: z.string().nullable(),
  isAuthorised: z.boolean().meta({ description: 'It only has to be confirmed.' }),
  flashSaleId: id,
  fence: z.int().min(0),
  totalAmount: z.number().min(0),
  totalAmountMinor: minorUnits,
  currency: z.string(),
  expiresAt: utc,
  serverNow: utc,
});
export type PaymentAnswer = z.infer<typeof paymentAnswer>;

/** Leaving twice is not an error: the second time there is nothing left to give back. */
export const leaveAnswer = z.object({
  ok: z.literal(true),
  gave: z.enum(['place', 'hold', 'nothing']),
  flashSaleId: id,
});
export type LeaveAnswer = z.infer<typeof leaveAnswer>;

export const extendAnswer = z.object({
  ok: z.literal(true),
  flashSaleId: id,
  expiresAt: utc,
  holdTtlSec: count,
  extensionsLeft: count,
  serverNow: utc,
});
export type ExtendAnswer = z.infer<typeof extendAnswer>;
