/** What the auditor reads of a sale as MongoDB has it. */
export interface AuditedSale {
  id: string;
  epoch: number;
  stock: number;
  currentQuantity: number;
  startsAt: number;
  endsAt: number;
  honourHoldsAfterEnd: boolean;
  adjusts: readonly { by: number; state: string }[];
  restoring: object | null;
}

/** One consistent read of the live state. */
export interface AuditedSnapshot {
  epoch: number;
  n: number;
  stock: number;
  free: number;
  held: number;
  claimed: number;
  sold: number;
  waiting: number;
  paused: boolean;
  closed: boolean;
  halted: string;
}

/** Every order of the sale, also those that no longer own their unit. */
export interface AuditedOrder {
  id: string;
  buyer: string;
  unit: number;
  /** Fence of the attempt that made it. */
  fence: number;
  live: boolean;
  unitReturn: 'pending' | 'done' | null;
}

export interface Judged {
  sale: AuditedSale;
  /** Null when there is no live state to ask. */
  snapshot: AuditedSnapshot | null;
  orders: readonly AuditedOrder[];
  /** The engine's time. */
  now: number;
  /** Answers 200 to confirm, as clients got them. */
  confirmed?: readonly { orderId: string; buyer: string }[];
}

export interface AuditOptions {
  /** How long something due may wait: 1 s, or 5 s while faults are injected. */
  lateMs?: number;
  /** For how long after a restore only places of older epochs are served. */
  graceMs?: number;
  /** Times in which waiting was right: halted, restoring, MongoDB away. */
  exempt?: readonly { from: number; to: number }[];
  honourHoldsAfterEnd?: boolean;
  /** Window at the first entry; without it waiting is judged from the first edit on. */
  window?: { startsAt: number; endsAt: number } | null;
  /** The log begins somewhere in the middle: what lies before it is not missing. */
  partial?: boolean;
}
