import type { Database } from '@flash/database';
import { type Election, keysOf } from '@flash/reservation';
import { mastersOf, type RedisClient } from '@flash/shared-config';
import { forEachAtMost } from '../base/for-each.ts';
import type { CleanupSale } from './cleanup-sale.ts';

interface GoneSalesDeps {
  redis: RedisClient;
  db: { sales: Pick<Database['sales'], 'gone'> };
  election: Pick<Election, 'lead'>;
  cleanupSale: CleanupSale;
}

/** Answers how many sales had keys in Redis. */
export type CleanUpGone = () => Promise<number>;

const LEAD_MS = 10_000;
/** All questions of a turn go to a server at once. */
const ASKED_AT_ONCE = 100;
const CLEANED_AT_ONCE = 4;

/**
 * A Redis that was started with an older copy, or a replica that took over without the last commands, has keys again of
 * sales that were archived or deleted since. So one worker asks for all of them when it starts, and whenever a server
 * has another `master_replid` than before.
 */
export function createCleanUpGone(deps: GoneSalesDeps): CleanUpGone {
  const { redis, election, cleanupSale } = deps;
  let asked = '';
  const left = new Set<string>();

  return async () => {
    if (!(await election.lead('gone sales', LEAD_MS))) {
      return 0;
    }
    const servers = await serversOf(redis);
    if (servers !== asked) {
      for (const saleId of await withKeys(deps)) {
        left.add(saleId);
      }
      asked = servers;
    }
    const found = [...left];
    // One that fails is left for the next run.
    await forEachAtMost(CLEANED_AT_ONCE, found, async (saleId) => {
      await cleanupSale(saleId);
      left.delete(saleId);
    });
    return found.length;
  };
}

async function serversOf(redis: RedisClient): Promise<string> {
  const infos = await Promise.all(mastersOf(redis).map((node) => node.info('replication')));
  return infos
    .map((info) => /^master_replid:(\w+)/m.exec(info)?.[1] ?? '')
    .sort()
    .join(' ');
}

async function withKeys({ redis, db }: GoneSalesDeps): Promise<string[]> {
  const found: string[] = [];
  await forEachAtMost(ASKED_AT_ONCE, await db.sales.gone(), async (saleId) => {
    if ((await redis.exists(keysOf(saleId).meta)) === 1) {
      found.push(saleId);
    }
  });
  return found;
}
