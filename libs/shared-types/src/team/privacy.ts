import { z } from 'zod';
import { adminOrder, orderNote } from '../buyer/order.ts';
import { count, email, id, reason, utc } from '../scalars.ts';
import { auditEntry } from './audit-log.ts';
import { queueMember } from './queue-admin.ts';

/** One person, named by the address they use here. */
export const privacyBody = z.object({ email, reason });

/** Everything that is kept about one person. */
export const privacyExport = z.object({
  email: z.string(),
  exportedAt: utc,
  account: z
    .object({
      id: z.string(),
      name: z.string(),
      email: z.string(),
      emailVerified: z.boolean(),
      createdAt: utc.nullable(),
      /** The day of the last use. */
      lastUsedAt: utc.nullable(),
      sessions: z.array(
        z.object({
          createdAt: utc,
          expiresAt: utc,
          ip: z.string().nullable(),
          userAgent: z.string().nullable(),
        }),
      ),
    })
    .nullable(),
  orders: z.array(adminOrder.extend({ notes: z.array(orderNote.pick({ at: true, text: true })) })),
  /** Places in sales that are not put away yet. */
  places: z.array(queueMember.extend({ flashSaleId: id, saleName: z.string() })),
  /** Mails in which the person was told of something; their words repeat what stands above. */
  mails: z.array(
    z.object({
      /** Null: of the account. */
      flashSaleId: id.nullable(),
      kind: z.string(),
      state: z.string(),
      at: utc,
      sentAt: utc.nullable(),
    }),
  ),
  /** Where the person wants mail about a place. */
  mailWishes: z.array(
    z.object({
      flashSaleId: id,
      address: z.string().nullable(),
      locale: z.string(),
      timeZone: z.string(),
      at: utc,
    }),
  ),
  audit: z.array(auditEntry),
});
export type PrivacyExport = z.infer<typeof privacyExport>;

/** What was forgotten just now; all zero when there was nothing left. */
export const privacyForgotten = z.object({
  ok: z.literal(true),
  account: z.boolean(),
  orders: count,
  /** Parts of public logs that can no longer be traced to the person. */
  blocks: count,
  /** Audit entries whose text no longer names the address. */
  audit: count,
});
export type PrivacyForgotten = z.infer<typeof privacyForgotten>;
