import type { Database, NewAuditEntry } from '@flash/database';
import type { Role } from '@flash/shared-types';

/** Who does something to a sale, an order or the team, and from where. */
export interface Actor {
  userId: string;
  email: string | null;
  role: Role | null;
  /** Of an API key. */
  name?: string;
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
 * Writes a row of the audit log by itself: for what changes nothing in MongoDB. A change there writes its
 * `auditRow` in its own transaction, a change in Redis calls `db.audit.begin` before it is made.
 */
export type AuditWriter = (actor: Actor, event: AuditEvent) => Promise<void>;

export function createAuditWriter(audit: Database['audit'], now: () => number): AuditWriter {
  return async (actor, event) => {
    await audit.append(auditRow(actor, event, now()));
  };
}

/** The row of an event in the audit log; pending: of a change that is about to be made. */
export function auditRow(actor: Actor, event: AuditEvent, at: number): NewAuditEntry {
  return {
    at,
    actor: {
      ...{ id: actor.userId, email: actor.email, role: actor.role },
      ...(actor.name !== undefined && { name: actor.name }),
    },
    action: event.action,
    saleId: event.saleId ?? null,
    subject: event.subject ?? null,
    reason: event.reason ?? null,
    before: event.before ?? null,
    after: event.after ?? null,
    ip: actor.ip,
    requestId: actor.requestId,
    outcome: event.outcome ?? 'done',
  };
}
