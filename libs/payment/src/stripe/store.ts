import type { PrepareRequest } from '../port.ts';

/** What the adapter reads of a prepared payment. */
export interface StoredPayment {
  id: string;
  saleId: string;
  buyer: string;
  fence: number;
  amount: number;
  currency: string;
  state: StoredState;
  /** Null: the answer to its creation has not arrived, or it costs nothing. */
  intentId: string | null;
  attempt: number | null;
  createdAt: number;
}

export type StoredState =
  | 'creating'
  | 'open'
  | 'bound'
  | 'closing'
  | 'captured'
  | 'cancelled'
  | 'refunded';

/** Each write is atomic for its payment, and a majority has it before it is answered. */
export interface PreparedStore {
  prepare(request: PrepareRequest, now: number): Promise<StoredPayment>;
  find(id: string): Promise<StoredPayment | null>;
  newest(saleId: string, buyer: string): Promise<StoredPayment | null>;
  ofAttempt(saleId: string, attempt: number): Promise<StoredPayment | null>;
  opened(id: string, intentId: string): Promise<StoredPayment | null>;
  bind(id: string, attempt: number, checkAt: number): Promise<boolean>;
  bindFree(free: PrepareRequest & { attempt: number }, now: number): Promise<void>;
  close(id: string, from: readonly StoredState[], now: number): Promise<StoredPayment | null>;
  finish(id: string, from: readonly StoredState[], to: StoredState): Promise<boolean>;
  bound(saleId: string): Promise<StoredPayment[]>;
}
