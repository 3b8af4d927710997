import type { Database } from '@flash/database';
import type { Finding } from './inspect.ts';

/** The audit row by which an operator lets a halted sale go on; its `after` has what was found. */
export const RELEASE = 'sale.release';

/** The findings that operators accepted when they let a sale go on: they halt it no more. */
export async function acceptedOf({ audit }: Pick<Database, 'audit'>, saleId: string) {
  const accepted: Finding[] = [];
  for await (const { after, outcome } of audit.export({ saleId, action: RELEASE })) {
    if (outcome === 'refused') {
      continue;
    }
    const { findings } = (after ?? {}) as { findings?: Finding[] };
    accepted.push(...(findings ?? []));
  }
  return accepted;
}

export function isAccepted(accepted: readonly Finding[], { code, detail }: Finding): boolean {
  return accepted.some((one) => one.code === code && one.detail === detail);
}
