import type { Database, NewAuditEntry } from '@flash/database';
import type { Role } from '@flash/shared-types';

/** Who does something to a sale, an order or the team, and from where. */
export interface Actor {
  userId: string;
  email: string | null;
  role: Role | null;
  ip: string | null;
  requestId: string | null;
}

export const systemActor: Actor = {
  userId: 'system',
  email: null,
  role: null,
  ip: null,
  requestId: null,
};

export interface AuditEvent {
  action: string;
  saleId?: string;
  subject?: string;
  reason?: string;
  before?: unknown;
  after?: unknown;
  outcome?: 'pending' | 'done';
}

/**
 * Writes a row of the audit log by itself: for what changes nothing in MongoDB. A change there is told by
 * `rowOf` in the change's own transaction, one in Redis by `db.audit.begin` before it is made.
 */
export type AuditWriter = (actor: Actor, deed: AuditEvent) => Promise<void>;

export function createAuditWriter(audit: Database['audit'], now: () => number): AuditWriter {
  return async (actor, deed) => {
    await audit.append(auditRow(actor, deed, now()));
  };
}

/** What the audit log says of something done; pending: of something that is about to be done. */
export function auditRow(actor: Actor, deed: AuditEvent, at: number): NewAuditEntry {
  return {
    at,
    actor: { id: actor.userId, email: actor.email, role: actor.role },
    action: deed.action,
    saleId: deed.saleId ?? null,
    subject: deed.subject ?? null,
    reason: deed.reason ?? null,
    before: deed.before ?? null,
    after: deed.after ?? null,
    ip: actor.ip,
    requestId: actor.requestId,
    outcome: deed.outcome ?? 'done',
  };
}
