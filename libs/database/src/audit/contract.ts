import type { Page } from '../sales/contract.ts';

/** Who did what. Written once, never changed. */
export interface AuditEntry {
  id: string;
  at: number;
  /** The member, or null for the system itself. */
  who: string | null;
  role: string | null;
  /** `sale.pause`, `order.refund`, `member.put` … */
  what: string;
  saleId: string | null;
  /** Id of the thing it was done to, when it is not the sale. */
  target: string | null;
  reason: string;
  details: Record<string, unknown>;
}

export interface AuditFilter {
  saleId?: string;
  who?: string;
  what?: string;
  from?: number;
  to?: number;
  page?: number;
  limit?: number;
}

export interface Audit {
  append(entry: Omit<AuditEntry, 'id'>): Promise<AuditEntry>;
  /** Newest first. */
  list(filter: AuditFilter): Promise<Page<AuditEntry>>;
}
