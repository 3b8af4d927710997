import type { Database, Sale } from '@flash/database';
import type { Engine, Places, Snapshot } from '@flash/reservation';
import type { RedisClient } from '@flash/shared-config';
import type { Clock } from '@flash/shared-utils';
import { AppError } from '../../errors.ts';
import type { Accounts } from '../accounts/directory.ts';
import type { JoinTimes } from './join-times.ts';
import type { PartsView } from './parts.ts';

export interface QueueContext {
  db: Pick<Database, 'sales' | 'orders' | 'blocks' | 'processes' | 'db'>;
  engine: Engine;
  redis: RedisClient;
  places: Places;
  accounts: Accounts;
  clock: Clock;
  joinTimes: JoinTimes;
  parts: () => Promise<PartsView>;
}

/** The sale that was asked for; without an id the current one, else the next. */
export async function saleOf({ db, clock }: QueueContext, id: string | undefined): Promise<Sale> {
  const sale = await (id === undefined ? db.sales.current(clock.now()) : db.sales.get(id));
  if (!sale) throw new AppError('SALE_NOT_FOUND');
  return sale;
}

export async function readAgain({ db }: QueueContext, sale: Sale): Promise<Sale> {
  return (await db.sales.get(sale.id)) ?? sale;
}

/** Null where Redis keeps nothing of the sale, or cannot tell just now. */
export async function snapshotOf({ engine }: QueueContext, sale: Sale): Promise<Snapshot | null> {
  if (sale.epoch === 0 || sale.status === 'archived') return null;
  const outcome = await engine.snapshot(sale.id);
  return outcome.kind === 'snapshot' ? outcome : null;
}
