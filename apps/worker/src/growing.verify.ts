import { loadEnv } from '@flash/shared-config';
import { type RedisCluster, startRedisCluster } from '@flash/testing';
import { afterEach, expect, test } from 'vitest';
import { crowdOf } from './testing/crowd.ts';
import { openStage, type Stage, until } from './testing/stage.ts';

let cluster: RedisCluster;
let stage: Stage;

async function openCluster(): Promise<void> {
  cluster = await startRedisCluster(3, { withReplicas: true });
  const { bullmqPrefix: prefix } = loadEnv({ ...process.env, REDIS_URL: cluster.url });
  stage = await openStage({ redisUrl: cluster.url, prefix });
  await stage.startWorker();
  await stage.startWorker();
}
afterEach(async () => {
  await stage.close();
  await cluster.destroy();
});

/** Three sales with 20 units, 60 buyers in line and 20 holds each, the log stored. */
async function fillSales() {
  const sales = await Promise.all(
    Array.from({ length: 3 }, () => stage.openSale({ startingQuantity: 20 })),
  );
  return Promise.all(
    sales.map(async (sale) => {
      const crowd = crowdOf(stage, sale.id);
      const line = await crowd.join(60);
      await until('all units are on hold', async () => (await crowd.held()) === 20);
      await until('the log is stored', async () => {
        const { n, storedN } = await crowd.shot();
        return n === storedN;
      });
      return { sale, crowd, line };
    }),
  );
}

type Filled = Awaited<ReturnType<typeof fillSales>>[number];

/** Those who hold a unit give it back, and the next in line get it: the order goes on where it was. */
async function serveTheRest({ sale, crowd, line }: Filled): Promise<void> {
  const isUsable = async () => {
    const shot = await stage.engine.snapshot(sale.id).catch(() => null);
    return shot?.kind === 'snapshot';
  };
  await until('the sale can be used', isUsable, 60_000);
  for (const buyer of line.slice(0, 20)) {
    await until(`${buyer} gave the unit back`, async () => {
      const outcome = await stage.engine.leave(sale.id, { buyer }).catch(() => null);
      return outcome !== null && outcome.kind !== 'unavailable';
    });
  }
  await until(
    'the next twenty hold a unit',
    async () => {
      const places = await Promise.all(line.slice(20, 40).map((buyer) => crowd.place(buyer)));
      return places.every(({ state }) => state === 'held');
    },
    30_000,
  );
  for (const buyer of line.slice(40)) {
    expect((await crowd.place(buyer)).state).toBe('waiting');
  }
}

test('a cluster loses one master in mid-sale: its replica takes over, each sale goes on in its order', async () => {
  await openCluster();
  const filled = await fillSales();
  const owner = await cluster.ownerOf(filled[0]?.sale.id ?? '');
  await owner.stop('SIGKILL');
  await until(
    'the replica has taken over',
    async () => {
      const now = await cluster.ownerOf(filled[0]?.sale.id ?? '').catch(() => owner);
      return now !== owner;
    },
    30_000,
  );
  for (const one of filled) {
    await serveTheRest(one);
    await stage.audit(one.sale.id, 30_000);
  }
});

test('a sale moves to another master in mid-sale, and goes on in its order', async () => {
  await openCluster();
  const filled = await fillSales();
  const [moved] = filled;
  const owner = await cluster.ownerOf(moved?.sale.id ?? '');
  const target = cluster.masters.find((master) => master !== owner);
  if (!moved || !target) {
    throw new Error('no other master');
  }
  await cluster.moveSale(moved.sale.id, target);
  expect(await cluster.ownerOf(moved.sale.id)).toBe(target);
  for (const one of filled) {
    await serveTheRest(one);
    await stage.audit(one.sale.id, 30_000);
  }
});
