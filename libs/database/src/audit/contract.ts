import type { Role } from '@flash/shared-types';
import type { Page } from '../connection/pages.ts';

/**
 * `pending`: the change it tells of is under way or was cut short. `refused`: it was not possible.
 * `unknown`: nothing says that it was made.
 */
export type AuditOutcome = 'pending' | 'done' | 'refused' | 'unknown';

/** Who did what. Written once; a pending one learns its outcome. */
export interface AuditEntry {
  id: string;
  at: number;
  /** `system` for what no person did. An API key has a name and no address. */
  actor: { id: string; email: string | null; role: Role | null; name?: string };
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
  outcome: AuditOutcome;
}

/** Of something done, unless it says otherwise. */
export type NewAuditEntry = Omit<AuditEntry, 'id' | 'outcome'> & { outcome?: AuditOutcome };

/** Rows that are stored together with a change, or not at all. */
export type RowsOf<Args extends unknown[]> = (...args: Args) => readonly NewAuditEntry[];

/** A change that Redis makes, told before it is made. */
export interface AuditIntent extends AuditEntry {
  /** Number of the sale's last log entry then: the change can only be in a later one. */
  afterN: number | null;
}

export interface AuditFilter {
  saleId?: string;
  /** Id of the actor, or the whole e-mail. */
  actor?: string;
  action?: string;
  /** Part of the action, the subject or the reason, or the whole id of a request. */
  q?: string;
  requestId?: string;
  from?: number;
  to?: number;
  page?: number;
  limit?: number;
}

export interface Audit {
  append(entry: NewAuditEntry): Promise<AuditEntry>;
  /** Of all who append under the same key, one does. */
  appendOnce(key: string, entry: NewAuditEntry): Promise<void>;
  /** Tells of a change that is about to be made elsewhere; answers the id to complete it by. */
  begin(entry: NewAuditEntry, afterN: number | null): Promise<string>;
  /** False when its outcome was known already. */
  complete(id: string, outcome: Exclude<AuditOutcome, 'pending'>): Promise<boolean>;
  /** Intents that were written before `before` and have no outcome yet, oldest first. */
  unfinished(before: number, limit: number): Promise<AuditIntent[]>;
  /** Entries that have one of these words anywhere in them, oldest first. */
  naming(words: readonly string[]): Promise<AuditEntry[]>;
  /** Entries that have one of these words go on to say what was done, without them and without `also`. */
  forget(words: readonly string[], also?: readonly string[]): Promise<number>;
  /** Newest first. */
  list(filter: AuditFilter): Promise<Page<AuditEntry>>;
  /** Streams what the list shows, page after page. */
  export(filter: AuditFilter): AsyncIterable<AuditEntry>;
}
