import { z } from 'zod';
import { orderItem } from '../buyer/order.ts';
import { salePhase } from '../sale/phase.ts';
import { id, line, utc } from '../scalars.ts';
import { auditEntry } from './audit-log.ts';
import { queueMember } from './queue-admin.ts';

export const searchQuery = z.object({ q: line(254).min(2) });

/** The best matches of each kind; orders and people are empty for roles that do not see buyers' data. */
export const searchAnswer = z.object({
  sales: z.array(z.object({ id, name: z.string(), phase: salePhase })),
  orders: z.array(
    orderItem
      .pick({ id: true, orderCode: true, userEmail: true, flashSaleId: true, createdAt: true })
      .extend({ saleName: z.string() }),
  ),
  people: z.array(
    queueMember
      .pick({ buyer: true, kind: true, name: true, email: true, state: true, position: true })
      .extend({ flashSaleId: id, saleName: z.string() }),
  ),
  /** Entries of the audit log that a request with this id has written. */
  audit: z.array(auditEntry.pick({ id: true, action: true, requestId: true }).extend({ at: utc })),
});
export type SearchAnswer = z.infer<typeof searchAnswer>;
