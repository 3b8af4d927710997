export interface SandboxRecord {
  saleId: string;
  attempt: number;
  state: 'authorised' | 'declined' | 'captured' | 'cancelled' | 'refunded';
  authorisationId: string;
  amount: number;
  currency: string;
  reason: string;
}

export type Moved = Pick<SandboxRecord, 'state'>;

/** What the sandbox payment provider remembers, durably. */
export interface SandboxPayments {
  /** Writes it unless the key exists; answers the record that is there now. */
  putIfAbsent(record: SandboxRecord): Promise<SandboxRecord>;
  /** Moves the record to `to` when it is in one of `from`; answers what it is now. */
  move(
    key: { saleId: string; attempt: number },
    from: readonly SandboxRecord['state'][],
    to: SandboxRecord['state'],
  ): Promise<Moved | null>;
  authorised(saleId: string): Promise<SandboxRecord[]>;
}
