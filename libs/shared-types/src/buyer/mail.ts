import { z } from 'zod';
import { optional } from '../query.ts';
import { email, id, timeZone } from '../scalars.ts';
import { placeBody } from './purchase.ts';

/** Languages that mails are written in. */
export const mailLocale = z.enum(['en', 'de', 'ar']);

export const mailBody = placeBody.extend({
  wanted: z.boolean().default(true),
  address: email.optional().meta({
    description:
      'Where to; without it the address that the place is known by. An account has its own address and no other.',
  }),
  locale: mailLocale.default('en'),
  timeZone: timeZone
    .optional()
    .meta({ description: 'Of the reader; without it that of the sale.' }),
});
export type MailBody = z.infer<typeof mailBody>;

export const mailReturnBody = z.object({
  flashSaleId: id,
  address: email,
  locale: mailLocale.default('en'),
  timeZone: timeZone
    .optional()
    .meta({ description: 'Of the reader; without it that of the sale.' }),
});

export const mailReturnAnswer = z.object({
  state: z.literal('on'),
  flashSaleId: id,
  address: z.string(),
});

export const mailQuery = z.object({ email: optional(email), flashSaleId: id });

export const mailWish = z.object({
  /** `none`: there is no mail, or no place that it could tell of. */
  state: z.enum(['on', 'off', 'none']),
  flashSaleId: id,
  address: z.string().nullable().meta({ description: 'Where mail goes, or would go.' }),
});
export type MailWish = z.infer<typeof mailWish>;
