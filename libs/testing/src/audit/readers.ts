import type {
  AuditedOrder,
  AuditedSale,
  AuditedSnapshot,
  ChainBlock,
  LogEntry,
} from '@flash/fairness';

/** The part of the engine that the audit reads. */
export interface EngineReader {
  snapshot(
    saleId: string,
  ): Promise<(AuditedSnapshot & { kind: 'snapshot'; now: number }) | { kind: 'unavailable' }>;
  readLog(saleId: string, from: number, count: number): Promise<LogEntry[]>;
}

export type StoredBlock = ChainBlock & { people: readonly { leaf: string; buyer: string }[] };

/** The part of the database that the audit reads. */
export interface DatabaseReader {
  sales: { get(saleId: string): Promise<AuditedSale | null> };
  orders: { export(filter: { saleId: string }): AsyncIterable<AuditedOrder> };
  blocks: { all(saleId: string): AsyncIterable<StoredBlock> };
}
