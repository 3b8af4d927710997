import { loadEnv } from '@flash/shared-config';
import { startRedisCluster, startWatchedRedis } from '@flash/testing';
import { afterEach, expect, test } from 'vitest';
import { crowdOf } from './testing/crowd.ts';
import { startMongoSet } from './testing/mongo-set.ts';
import { openStage, type Stage, until } from './testing/stage.ts';

let stage: Stage;
let servers: { destroy(): Promise<void> };

/** Two workers on these servers. */
async function openOn<Servers extends typeof servers & { url: string }>(
  started: Servers,
): Promise<Servers> {
  servers = started;
  const { bullmqPrefix: prefix } = loadEnv({ ...process.env, REDIS_URL: started.url });
  stage = await openStage({ redisUrl: started.url, prefix });
  await stage.startWorker();
  await stage.startWorker();
  return started;
}
const openCluster = async () => openOn(await startRedisCluster(3, { withReplicas: true }));

afterEach(async () => {
  await stage.close();
  await servers.destroy();
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
  const cluster = await openCluster();
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
  const cluster = await openCluster();
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

test('sentinels make the replica the primary in mid-sale, and each sale goes on in its order', async () => {
  const watched = await openOn(await startWatchedRedis());
  const filled = await fillSales();
  await watched.primary.stop('SIGKILL');
  for (const one of filled) {
    await serveTheRest(one);
    await stage.audit(one.sale.id, 30_000);
  }
});

/** Buyers who hold a unit pay one after the other, while something happens to MongoDB. */
async function payAll(saleId: string, buyers: readonly string[]): Promise<void> {
  const { engine, db, payment } = stage;
  for (const buyer of buyers) {
    await until(
      `${buyer} has paid`,
      async () => {
        const claim = await engine.claim(saleId, { buyer, token: `t-${buyer}`, leaseMs: 5_000 });
        if (claim.kind === 'sold') {
          return true;
        }
        if (claim.kind !== 'claimed') {
          return false;
        }
        const { hold, attempt, epoch } = claim;
        const amount = hold.price;
        const asked = { saleId, attempt, amount, currency: 'EUR', token: 'ok', buyer };
        const paid = await payment.authorise(asked).catch(() => null);
        if (paid?.kind !== 'authorised') {
          return false;
        }
        const { unit, seq } = hold;
        const order = { saleId, fence: attempt, epoch, buyer, unit, seq, amount, currency: 'EUR' };
        const written = await db.committer.commit(
          { ...order, email: `${buyer}@example.org`, contact: null },
          { deadlineMs: 3_500 },
        );
        if (written.kind !== 'committed') {
          return false;
        }
        const settled = { buyer, unit, attempt, orderId: written.order.id };
        return (await engine.settle(saleId, settled)).kind !== 'unavailable';
      },
      60_000,
    );
  }
}

test.each(['steps down', 'is cut off from the others'] as const)(
  'the primary of three MongoDB servers %s in mid-sale: no paid order is lost, none is doubled',
  async (what) => {
    const set = await startMongoSet('growing');
    servers = set;
    stage = await openStage({ mongoUri: set.uri });
    await stage.startWorker();
    await stage.startWorker();
    const [filled] = await fillSales();
    if (!filled) {
      throw new Error('no sale');
    }
    const { sale, line } = filled;
    await payAll(sale.id, line.slice(0, 8));
    const first = await set.primary();
    if (first === null) {
      throw new Error('no primary');
    }
    const paying = payAll(sale.id, line.slice(8, 16));
    if (what === 'steps down') {
      await set.stepDown(first);
    } else {
      set.freeze(first);
      await until('the others have a primary', async () => (await set.primary()) !== null, 60_000);
      set.thaw(first);
    }
    await paying;
    expect(await set.primary()).not.toBe(first);
    const owners = await stage.db.orders.liveByUnits(
      sale.id,
      Array.from({ length: 20 }, (_, i) => i + 1),
    );
    expect(owners.map(({ buyer }) => buyer).sort()).toEqual(line.slice(0, 16).sort());
    await until(
      'the log is stored',
      async () => {
        const { n, storedN } = await filled.crowd.shot();
        return n === storedN;
      },
      60_000,
    );
    await stage.audit(sale.id, 60_000);
  },
);
