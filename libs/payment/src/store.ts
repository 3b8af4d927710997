import type { PaymentKey } from './port.ts';

export interface PaymentRecord extends PaymentKey {
  state: 'authorised' | 'declined' | 'captured' | 'cancelled' | 'refunded';
  authorisationId: string;
  amount: number;
  currency: string;
  reason: string;
}

/** What a provider remembers. Both writes are atomic per key and answer what is there now. */
export interface SandboxStore {
  putIfAbsent(record: PaymentRecord): Promise<PaymentRecord>;
  move(
    key: PaymentKey,
    from: readonly PaymentRecord['state'][],
    to: PaymentRecord['state'],
  ): Promise<Pick<PaymentRecord, 'state'> | null>;
  authorised(saleId: string): Promise<PaymentRecord[]>;
}
