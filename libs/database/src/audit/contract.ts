import type { Role } from '@flash/shared-types';
import type { Page } from '../sales/contract.ts';

/** Who did what. Written once, never changed. */
export interface AuditEntry {
  id: string;
  at: number;
  /** `system` for what no person did. */
  actor: { id: string; email: string | null; role: Role | null };
  /** `sale.pause`, `order.refund`, `member.put` … */
  action: string;
  saleId: string | null;
  /** What it was done to, when that is not the sale. */
  subject: string | null;
  reason: string | null;
  before: unknown;
  after: unknown;
  ip: string | null;
  requestId: string | null;
}

export interface AuditFilter {
  saleId?: string;
  /** Id of the actor, or the whole e-mail. */
  actor?: string;
  action?: string;
  /** Part of the action, the subject or the reason. */
  q?: string;
  from?: number;
  to?: number;
  page?: number;
  limit?: number;
}

export interface Audit {
  append(entry: Omit<AuditEntry, 'id'>): Promise<AuditEntry>;
  /** Of all who append under the same key, one does. */
  appendOnce(key: string, entry: Omit<AuditEntry, 'id'>): Promise<void>;
  /** Entries that have one of these words anywhere in them, oldest first. */
  naming(words: readonly string[]): Promise<AuditEntry[]>;
  /** Entries go on to say what was done, without these words. */
  forget(words: readonly string[]): Promise<number>;
  /** Newest first. */
  list(filter: AuditFilter): Promise<Page<AuditEntry>>;
  /** Streams what the list shows, page after page. */
  export(filter: AuditFilter): AsyncIterable<AuditEntry>;
}
