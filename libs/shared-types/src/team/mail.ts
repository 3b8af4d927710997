import { z } from 'zod';
import { optional, pageFields, paging } from '../query.ts';
import { count, id, reason, utc } from '../scalars.ts';

export const mailKind = z.enum([
  ...(['placed', 'turn', 'ending', 'order', 'expired', 'refund', 'returned'] as const),
  ...(['password', 'address', 'webhook'] as const),
]);
export type MailKindWord = z.infer<typeof mailKind>;
export const mailState = z.enum(['waiting', 'sent', 'failed', 'skipped']);
export type MailStateWord = z.infer<typeof mailState>;

const mailId = z.string().regex(/^[A-Za-z0-9:-]{1,120}$/, 'must be the id of a mail');
export const mailParams = z.object({ flashSaleId: id, mailId });

export const mailsQuery = z.object({
  flashSaleId: optional(id),
  state: optional(mailState),
  kind: optional(mailKind),
  ...paging,
});

export const mailRow = z.object({
  id: z.string(),
  flashSaleId: id
    .nullable()
    .meta({ description: 'Null: a mail to an account. In paths it is `account`.' }),
  kind: mailKind,
  state: mailState,
  /** Why it was not sent, or not yet. */
  why: z.string().nullable(),
  tries: count,
  at: utc,
  /** While it waits: when it is tried next. */
  nextAt: utc.nullable(),
  sentAt: utc.nullable(),
  resends: count,
});
export type MailRow = z.infer<typeof mailRow>;
export const mailList = z.object({
  items: z.array(mailRow),
  /** `kept`: there is no mail server, so mails count as sent and reach no buyer. `off`: none are written. */
  delivery: z.enum(['server', 'kept', 'off']),
  ...pageFields,
});

export const mailDetail = mailRow.extend({
  saleName: z.string(),
  /** Null while it was not sent, and once the sale has forgotten its buyers. */
  content: z.object({ subject: z.string(), text: z.string() }).nullable(),
  /** Null: forgotten, or no longer wanted. */
  address: z.string().nullable(),
  locale: z.string().nullable(),
  timeZone: z.string().nullable(),
});
export type MailDetail = z.infer<typeof mailDetail>;

export const resendBody = z.object({ reason });
export const resendAnswer = z.object({ ok: z.literal(true), id: z.string() });
