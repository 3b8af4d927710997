import { z } from 'zod';
import { optional, pageFields, paging } from '../query.ts';
import { id, line, time, timeZone, utc } from '../scalars.ts';
import { role } from './roles.ts';

const auditFilter = {
  flashSaleId: optional(id),
  actor: optional(line(254)),
  action: optional(line(64)),
  q: optional(line(100)),
  from: optional(time),
  to: optional(time),
};
export const auditQuery = z.object({ ...auditFilter, ...paging });

/** The same rows as a table; times in the zone that is asked for, else UTC. */
export const auditExportQuery = z.object({ ...auditFilter, timeZone: optional(timeZone) });

/** Who did what, to what, and why; entries are only ever added. */
export const auditEntry = z.object({
  id,
  at: utc,
  actor: z.object({
    id: z.string(),
    email: z.string().nullable(),
    role: role.nullable(),
    /** Of an API key. */
    name: z.string().optional(),
  }),
  action: z.string(),
  flashSaleId: z.string().nullable(),
  subject: z.string().nullable(),
  reason: z.string().nullable(),
  before: z.unknown(),
  after: z.unknown(),
  ip: z.string().nullable(),
  requestId: z.string().nullable(),
  /** Pending: under way, or cut short; unknown: nothing says that it was made. */
  outcome: z.enum(['pending', 'done', 'refused', 'unknown']),
});
export type AuditEntry = z.infer<typeof auditEntry>;

export const auditList = z.object({ items: z.array(auditEntry), ...pageFields });

export const auditExportColumns = [
  'at',
  'actor',
  'role',
  'action',
  'flashSaleId',
  'subject',
  'reason',
  'before',
  'after',
  'ip',
  'requestId',
  'outcome',
] as const;
