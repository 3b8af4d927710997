import { type Database, deleteAccount } from '@flash/database';
import type { Logger, RedisClient } from '@flash/shared-config';
import { type Clock, DAY_MS, HOUR_MS } from '@flash/shared-utils';
import { mongo } from 'mongoose';
import { redisKeys } from '../base/keys.ts';
import { auditRow, systemActor } from '../shared/audit.ts';
import { isForgotten } from '../shared/wire.ts';

type AccountDatabase = Pick<
  Database,
  'client' | 'db' | 'members' | 'orders' | 'audit' | 'forgettings'
>;

/** Accounts of which this process noted a use today; beyond these it asks MongoDB again. */
const NOTED_MAX = 50_000;

/** Notes that an account is in use, to the day: at most one write a day, and none that a request waits for. */
export function createAccountUse({ db, clock, log }: AccountUseDeps) {
  let [day, noted] = [0, new Set<string>()];

  return (userId: string): void => {
    const now = clock.now();
    const today = Math.floor(now / DAY_MS);
    if (today !== day || noted.size >= NOTED_MAX) {
      [day, noted] = [today, new Set()];
    }
    if (noted.has(userId) || !mongo.ObjectId.isValid(userId)) {
      return;
    }
    noted.add(userId);
    const midnight = new Date(today * DAY_MS);
    const isOlder = {
      $or: [{ lastUsedAt: { $exists: false } }, { lastUsedAt: { $lt: midnight } }],
    };
    db.db
      .collection('user')
      .updateOne(
        { _id: new mongo.ObjectId(userId), ...isOlder },
        { $set: { lastUsedAt: midnight } },
      )
      .catch((err: unknown) => {
        noted.delete(userId);
        log.warn({ err, userId }, 'the last use of an account is not noted');
      });
  };
}

interface AccountUseDeps {
  db: Pick<Database, 'db'>;
  clock: Clock;
  log: Logger;
}

interface RetentionDeps {
  db: AccountDatabase;
  clock: Clock;
  /** Days without use after which an account is deleted. */
  days: number;
}

/**
 * Deletes accounts that were not used for long. Members stay, and so does an account with orders that still
 * name it: those are forgotten with their sale. Answers how many were deleted.
 */
export async function deleteUnusedAccounts({ db, clock, days }: RetentionDeps): Promise<number> {
  const users = db.db.collection('user');
  const now = clock.now();
  // From before there was a last use: the time begins to run now.
  await users.updateMany(
    { lastUsedAt: { $exists: false } },
    { $set: { lastUsedAt: new Date(now) } },
  );
  const before = new Date(now - days * DAY_MS);
  const due = users.find({ lastUsedAt: { $lt: before } }, { projection: { email: 1 } });
  const event = { action: 'privacy.retention', reason: `Accounts not used for ${days} days` };
  let row: string | null = null;
  let deleted = 0;
  for await (const { _id, email } of due) {
    if (await isNeeded(db, { id: _id.toHexString(), email: String(email) })) {
      continue;
    }
    row ??= await db.audit.begin(auditRow(systemActor, event, now), null);
    // One that is used in this moment stays.
    const isUnused = { lastUsedAt: { $lt: before } };
    if (await deleteAccount(db, _id.toHexString(), isUnused)) {
      const account = _id.toHexString();
      await db.forgettings.note({ kind: 'person', account, buyers: [], isByAddress: false }, now);
      deleted += 1;
    }
  }
  if (row !== null) {
    await db.audit.complete(row, 'done');
  }
  return deleted;
}

async function isNeeded(
  db: AccountDatabase,
  { id, email }: { id: string; email: string },
): Promise<boolean> {
  if (await db.members.get(id)) {
    return true;
  }
  const orders = await db.orders.ofPerson({ email, buyers: [id] });
  return orders.some((order) => !isForgotten(order));
}

/** How often a process asks whether it is time; and how often one of all processes does the work. */
const ASK_EVERY_MS = HOUR_MS;
const WORK_EVERY_MS = 20 * HOUR_MS;

/** Runs it about once a day in one of all processes; answers how to stop. */
export function startAccountRetention(
  deps: RetentionDeps & { redis: RedisClient; log: Logger },
): () => void {
  const run = async () => {
    const isTurn = await deps.redis.set(redisKeys.accountRetention, '1', 'PX', WORK_EVERY_MS, 'NX');
    if (isTurn === null) {
      return;
    }
    const deleted = await deleteUnusedAccounts(deps);
    deps.log.info({ deleted }, 'unused accounts are deleted');
  };
  const timer = setInterval(() => {
    run().catch((err: unknown) => deps.log.error({ err }, 'unused accounts are not deleted'));
  }, ASK_EVERY_MS);
  timer.unref();
  return () => clearInterval(timer);
}
