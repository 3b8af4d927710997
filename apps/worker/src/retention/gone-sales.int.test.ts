import { keysOf } from '@flash/reservation';
import { buildNewSale, type PrivateRedis, startPrivateRedis } from '@flash/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { crowdOf } from '../testing/crowd.ts';
import { openStage, type Stage, until } from '../testing/stage.ts';
import { createCleanUpGone } from './gone-sales.ts';

let server: PrivateRedis;
let stage: Stage;

beforeAll(async () => {
  server = await startPrivateRedis();
  stage = await openStage({ redisUrl: server.url });
});
afterAll(async () => {
  await stage.close();
  await server.destroy();
});

/** A worker looks for the keys of the sales that were archived last, and of no older ones. */
const ARCHIVED_LATER = 10;

test('an older copy of Redis brings back no keys of sales that were deleted or archived since', async () => {
  const { db } = stage;
  const [deleted, archived, live] = [
    await stage.openSale({ startingQuantity: 1 }),
    await stage.openSale({ startingQuantity: 1 }),
    await stage.openSale({ startingQuantity: 1 }),
  ];
  for (const { id } of [deleted, archived]) {
    await crowdOf(stage, id).join(2, { wake: false });
  }
  await saved();
  const copy = server.backup();
  await stage.startWorker();

  expect(await db.sales.remove(deleted.id, deleted)).toEqual({ kind: 'removed' });
  await db.sales.update(archived.id, { status: 'archived' });
  await until('no worker looks for the deleted sale', async () => {
    return (await isGone(deleted.id)) && (await db.sales.removed(1_000)).length === 0;
  });
  await until('the archived sale is gone', () => isGone(archived.id));
  for (let i = 0; i < ARCHIVED_LATER; i += 1) {
    const { id } = await db.sales.create(buildNewSale(Date.now(), { status: 'draft' }));
    await db.sales.update(id, { status: 'archived' });
  }

  await server.stop('SIGKILL');
  server.restore(copy);
  await server.start();
  await until('the keys of the deleted sale are gone again', () => isGone(deleted.id), 20_000);
  await until('those of the archived sale are, too', () => isGone(archived.id), 20_000);
  await until('the live sale is served', async () => {
    const shot = await stage.engine.snapshot(live.id);
    return shot.kind === 'snapshot' && shot.epoch > 1;
  });
});

/** The file of the server is written each second. */
const saved = () => new Promise((resolve) => setTimeout(resolve, 1_500));

async function isGone(saleId: string): Promise<boolean> {
  return (await stage.redis.exists(...Object.values(keysOf(saleId)))) === 0;
}

test('a Redis is asked once, and a sale whose clean-up fails is tried again and holds up no other', async () => {
  const sales = await Promise.all([stage.openSale(), stage.openSale(), stage.openSale()]);
  const ids = sales.map(({ id }) => id);
  const asked = { times: 0 };
  const cleaned: string[] = [];
  let isBroken = true;
  const cleanUpGone = createCleanUpGone({
    redis: stage.redis,
    db: {
      sales: {
        async gone() {
          asked.times += 1;
          return ['65a000000000000000000001', ...ids];
        },
      },
    },
    election: { lead: async () => true },
    async cleanupSale(saleId) {
      if (isBroken && saleId === ids[0]) {
        throw new Error('no answer');
      }
      cleaned.push(saleId);
    },
  });
  await expect(cleanUpGone()).rejects.toThrow('no answer');
  expect(cleaned.toSorted()).toEqual(ids.slice(1).toSorted());
  isBroken = false;
  expect(await cleanUpGone()).toBe(1);
  expect(cleaned.toSorted()).toEqual(ids.toSorted());
  expect(await cleanUpGone()).toBe(0);
  expect(asked.times).toBe(1);
});
