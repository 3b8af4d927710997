import type { Database } from '@flash/database';
import { DAY_MS } from '@flash/shared-utils';

export type Retention = (now: number) => Promise<void>;

export interface RetentionDeps {
  db: Pick<
    Database,
    | 'sales'
    | 'orders'
    | 'preparedPayments'
    | 'blocks'
    | 'webhooks'
    | 'audit'
    | 'forgettings'
    | 'mails'
    | 'mailConsents'
  >;
  /** Null: buyers are never forgotten without a request. */
  retentionDays: number | null;
}

const SALES = 20;
const ORDERS = 1_000;
const BLOCKS = 50;

/**
 * Sales that have been over for long forget who their buyers were. What was sold, for how much and in
 * which order stays, and the chain still checks. Each step can be repeated; the key that turns an
 * address into a buyer is destroyed last, and says that all is done.
 */
export function createRetention(deps: RetentionDeps): Retention {
  return async (now) => {
    if (deps.retentionDays === null) {
      return;
    }
    const overdue = await deps.db.sales.overdue(now - deps.retentionDays * DAY_MS, SALES);
    const why = `Over for more than ${deps.retentionDays} days`;
    for (const saleId of overdue) {
      await deps.db.forgettings.note({ kind: 'sale', sale: saleId }, now);
      await forgetBuyersOf({ db: deps.db, why }, saleId, now);
    }
  };
}

export async function forgetBuyersOf(
  { db, why }: Pick<RetentionDeps, 'db'> & { why: string },
  saleId: string,
  now: number,
): Promise<void> {
  while ((await db.orders.forgetPeople(saleId, ORDERS)) > 0) {}
  await db.preparedPayments.forgetSale(saleId);
  while ((await db.blocks.forgetSale(saleId, BLOCKS)) > 0) {}
  await forgetMails(db, saleId);
  await db.webhooks.forgetSale(saleId);
  await db.audit.appendOnce(`retention:${saleId}`, {
    at: now,
    actor: { id: 'system', email: null, role: null },
    action: 'privacy.retention',
    saleId,
    subject: null,
    reason: why,
    before: null,
    after: null,
    ip: null,
    requestId: null,
  });
  await db.sales.forgetBuyerKey(saleId);
}

/** Mails tell when a person did what, and to which address they went. */
export async function forgetMails(
  db: Pick<Database, 'mails' | 'mailConsents'>,
  saleId: string,
): Promise<void> {
  await db.mailConsents.forgetSale(saleId);
  await db.mails.forgetSale(saleId);
}
