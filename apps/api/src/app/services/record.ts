import type { Database } from '@flash/database';
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

interface Deed {
  action: string;
  saleId?: string;
  subject?: string;
  reason?: string;
  before?: unknown;
  after?: unknown;
}

export type Record = (actor: Actor, deed: Deed) => Promise<void>;

/** Writes the audit log: one row for each thing done. */
export function createRecord(audit: Database['audit'], now: () => number): Record {
  return async (actor, deed) => {
    await audit.append({
      at: now(),
      actor: { id: actor.userId, email: actor.email, role: actor.role },
      action: deed.action,
      saleId: deed.saleId ?? null,
      subject: deed.subject ?? null,
      reason: deed.reason ?? null,
      before: deed.before ?? null,
      after: deed.after ?? null,
      ip: actor.ip,
      requestId: actor.requestId,
    });
  };
}
