import type { Logger } from '@flash/shared-config';
import type { Counter } from 'prom-client';

export type AlertKind =
  | 'halted'
  | 'clock'
  | 'record'
  | 'units'
  | 'audit'
  | 'chain'
  | 'restore'
  | 'payment'
  | 'stock'
  | 'database';

/** An impossible state, or one that needs a person. `saleId` null: it is of no single sale. */
export type Alert = (
  kind: AlertKind,
  saleId: string | null,
  details: Record<string, unknown>,
) => void;

const REPEAT_MS = 10_000;

/** Counts every alert, has it sent, and writes the same one to the log at most each ten seconds. */
export function createAlert(log: Logger, counter: Counter<'kind'>, send: Alert): Alert {
  const saidAt = new Map<string, number>();
  return (kind, saleId, details) => {
    counter.inc({ kind });
    send(kind, saleId, details);
    const key = `${kind} ${saleId ?? ''}`;
    const now = performance.now();
    if (now - (saidAt.get(key) ?? Number.NEGATIVE_INFINITY) < REPEAT_MS) return;
    if (saidAt.size > 10_000) saidAt.clear();
    saidAt.set(key, now);
    log.error({ alert: kind, saleId, ...details }, `alert: ${kind}`);
  };
}
