import type { AuditEntry as AuditRow, PrivacyExport } from '@flash/shared-types';
import { memberView } from '../console/member-view.ts';
import type { Actor } from '../shared/audit.ts';
import { auditRowOf } from '../shared/audit-view.ts';
import { adminOrderOf } from '../shared/order-view.ts';
import { iso } from '../shared/wire.ts';
import {
  livePlacesOf,
  namesOf,
  type Person,
  personOf,
  pseudonymOf,
  withoutAddress,
} from './person.ts';
import type { PrivacyContext } from './privacy-context.ts';

/** Everything that is kept about one person, to be handed over. */
export async function exportPerson(
  context: PrivacyContext,
  actor: Actor,
  { email, reason }: { email: string; reason: string },
): Promise<PrivacyExport> {
  const person = await personOf(context, email);
  const places = await livePlacesOf(context, person);
  const named = await context.db.audit.naming(namesOf(person));
  const subject = pseudonymOf(context.secret, email);
  const why = withoutAddress(reason, email);
  await context.record(actor, { action: 'privacy.export', subject, reason: why });
  const account = person.account ?? undefined;
  return {
    email,
    exportedAt: iso(context.clock.now()),
    account: person.account,
    orders: person.orders.map(adminOrderOf),
    places: places.map(({ sale, ...seen }) => ({
      ...memberView(sale, seen, sale.identity === 'account' ? account : undefined),
      flashSaleId: sale.id,
      saleName: sale.name,
    })),
    audit: named.map((entry) => withoutOthers(auditRowOf(entry), person)),
  };
}

/** What was done stays, and by which role; which colleague did it and from where is theirs to keep. */
function withoutOthers(row: AuditRow, { email, account }: Person): AuditRow {
  const { id, email: address, role } = row.actor;
  if (id === account?.id || address === email || id === 'system') return row;
  return { ...row, actor: { id: 'team', email: null, role }, ip: null, requestId: null };
}
