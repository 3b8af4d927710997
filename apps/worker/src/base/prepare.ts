import { checkRedisPolicy, checkReplicaSet } from '@flash/shared-config';
import type { WorkerDeps } from './connections.ts';

/** What has to be right before the first look; throws what an operator has to change. */
export async function prepare(
  { redis, db, log }: WorkerDeps,
  { isProduction }: { isProduction: boolean },
): Promise<void> {
  const warn = (message: string) => log.warn(message);
  await checkRedisPolicy(redis, { isProduction, warn });
  for (const warning of await checkReplicaSet(db.db.admin())) warn(warning);
  // Without them no record would be the first one.
  if (!(await db.indexesReady())) await db.ensureIndexes();
}
