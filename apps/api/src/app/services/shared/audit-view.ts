import type { AuditEntry } from '@flash/database';
import type { AuditEntry as AuditRow } from '@flash/shared-types';
import { iso } from './wire.ts';

export function auditRowOf({ at, saleId: flashSaleId, ...entry }: AuditEntry): AuditRow {
  return { ...entry, at: iso(at), flashSaleId };
}
