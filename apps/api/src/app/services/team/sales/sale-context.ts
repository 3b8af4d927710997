import type { Database, RowsOf, Sale, SaleEdit } from '@flash/database';
import { type Engine, type Places, rulesOf, type WakeQueue } from '@flash/reservation';
import type { Logger } from '@flash/shared-config';
import type { SaleTerms } from '@flash/shared-types';
import type { Clock } from '@flash/shared-utils';
import { AppError } from '../../../errors.ts';
import type { Accounts } from '../../accounts/directory.ts';
import type { AuditWriter } from '../../shared/audit.ts';
import type { SaleCache } from '../../shared/sale-cache.ts';

export interface SalesContext {
  db: Pick<Database, 'sales' | 'orders' | 'blocks' | 'pictures' | 'audit'>;
  engine: Engine;
  places: Places;
  accounts: Pick<Accounts, 'ofIds'>;
  saleCache: SaleCache;
  wake: WakeQueue;
  clock: Clock;
  log: Logger;
  /** Terms of a new sale where its maker says nothing. */
  defaults: SaleTerms;
  writeAudit: AuditWriter;
  apply: Apply;
}

/** The versions of a sale that an edit was made on; null: any. */
export type SeenVersions = readonly number[] | null;

export function checkSeen(sale: Sale, seen: SeenVersions): void {
  if (seen !== null && !seen.includes(sale.version)) {
    throw new AppError('SALE_CHANGED');
  }
}

export async function readSale(context: SalesContext, id: string): Promise<Sale> {
  const sale = await context.db.sales.get(id);
  if (!sale) {
    throw new AppError('SALE_NOT_FOUND');
  }
  return sale;
}

/**
 * MongoDB first, by compare-and-set on what the decision was based on and together with what the audit
 * log says of it; then Redis, then this process. `decide` answers null when there is nothing to change:
 * telling Redis again is harmless, and heals an earlier call that died half-way.
 */
export async function changeSale(
  context: SalesContext,
  id: string,
  decide: (sale: Sale) => SaleEdit | null,
  rows: RowsOf<[before: Sale, after: Sale]>,
): Promise<{ before: Sale; after: Sale }> {
  for (;;) {
    const before = await readSale(context, id);
    const edit = decide(before);
    if (edit === null) {
      await context.apply(before);
      return { before, after: before };
    }
    const outcome = await context.db.sales.update(id, edit, { version: before.version, rows });
    if (outcome.kind === 'missing') {
      throw new AppError('SALE_NOT_FOUND');
    }
    if (outcome.kind === 'conflict') {
      continue;
    }
    await tellOthers(context, before, outcome.sale);
    return { before, after: outcome.sale };
  }
}

/** What MongoDB has accepted: for Redis, then for this process. */
export async function tellOthers(context: SalesContext, before: Sale, after: Sale): Promise<void> {
  if (before.epoch === 0) {
    await activate(context, after);
  }
  await context.apply(after);
  await settleIn(context, after);
}

/** A draft that was put on the schedule. Should Redis be away, the worker sets it up. */
async function activate({ engine, log }: SalesContext, sale: Sale): Promise<void> {
  if (sale.epoch === 0) {
    return;
  }
  await engine
    .activate(sale.id, rulesOf(sale), { epoch: sale.epoch, stock: sale.stock })
    .catch((error: unknown) => log.warn({ saleId: sale.id, err: error }, 'activation waits'));
}

/** What is only a hint: it makes things quick, the worker's own timer makes them certain. */
export async function settleIn({ saleCache, wake, log }: SalesContext, sale: Sale): Promise<void> {
  const hints: Promise<unknown>[] = [saleCache.refresh(sale.id)];
  if (sale.epoch > 0 && sale.status === 'OnSchedule') {
    hints.push(wake.openAt(sale.id, sale.startsAt), wake.endAt(sale.id, sale.endsAt));
  }
  if (sale.epoch > 0) {
    hints.push(wake.wake(sale.id));
  }
  for (const hint of await Promise.allSettled(hints)) {
    if (hint.status === 'rejected') {
      log.warn({ saleId: sale.id, err: hint.reason }, 'hint lost');
    }
  }
}

type Apply = (sale: Sale) => Promise<boolean>;

/**
 * Tells Redis what MongoDB has just accepted. MongoDB is the truth: when Redis cannot be told now,
 * the worker tells it as soon as it can, so a failure here is not a failure of the request.
 */
export function createApply(engine: Engine, log: Logger): Apply {
  return async (sale) => {
    if (sale.epoch === 0) {
      return true;
    }
    try {
      const outcome = await engine.rules(sale.id, rulesOf(sale));
      if (outcome.kind !== 'unavailable') {
        return true;
      }
      log.warn({ saleId: sale.id, why: outcome.why }, 'rules wait for the worker');
    } catch (error) {
      log.warn({ saleId: sale.id, err: error }, 'rules wait for the worker');
    }
    return false;
  };
}
