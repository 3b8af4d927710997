import { type Logger, logAtMost } from '@flash/shared-config';
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
  | 'webhook'
  | 'database';

/** An impossible state, or one that needs a person. `saleId` null: it is of no single sale. */
export type Alert = (
  kind: AlertKind,
  saleId: string | null,
  details: Record<string, unknown>,
) => void;

/** Why the audit halts a sale that a rebuild mends; other reasons come from the sale's own scripts or the resolver. */
export const DRIFT = 'the log says something else';
/** Why the audit halts a sale whose log or orders break a rule: another epoch would not mend them. */
export const BROKEN_RULE = 'the audit found a broken rule';
/** Two records contradict each other: only a person can say which one is wrong. */
export const CONTRADICTION = 'contradiction';

const REPEAT_MS = 10_000;

/** Counts every alert, has it sent, and writes the same one to the log at most each ten seconds. */
export function createAlert(log: Logger, counter: Counter<'kind'>, send: Alert): Alert {
  const atMost = logAtMost(REPEAT_MS);
  return (kind, saleId, details) => {
    counter.inc({ kind });
    send(kind, saleId, details);
    atMost(`${kind} ${saleId ?? ''}`, () => {
      log.error({ alert: kind, saleId, ...details }, `alert: ${kind}`);
    });
  };
}
