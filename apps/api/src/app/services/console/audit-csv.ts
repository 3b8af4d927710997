import type { AuditEntry } from '@flash/database';
import { auditExportColumns } from '@flash/shared-types';
import { clockOf, rowOf } from './csv.ts';

/** The audit log as a table, a row for each deed; what was before and after stands there as JSON. */
export async function* auditCsv(
  entries: AsyncIterable<AuditEntry>,
  timeZone: string,
): AsyncGenerator<string> {
  const clock = clockOf(timeZone);
  yield rowOf(auditExportColumns);
  for await (const entry of entries) {
    const cells: Record<(typeof auditExportColumns)[number], string | null> = {
      at: clock(entry.at),
      actor: entry.actor.email ?? entry.actor.id,
      role: entry.actor.role,
      action: entry.action,
      flashSaleId: entry.saleId,
      subject: entry.subject,
      reason: entry.reason,
      before: textOf(entry.before),
      after: textOf(entry.after),
      ip: entry.ip,
      requestId: entry.requestId,
      outcome: entry.outcome,
    };
    yield rowOf(auditExportColumns.map((column) => cells[column] ?? ''));
  }
}

function textOf(value: unknown): string {
  return value === null || value === undefined ? '' : JSON.stringify(value);
}
