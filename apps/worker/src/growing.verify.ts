import { setTimeout as sleep } from 'node:timers/promises';
import { createEngine } from '@flash/reservation';
import { checkReplicas, createRedis, loadEnv, whenReady } from '@flash/shared-config';
import { startRedisCluster, startWatchedRedis } from '@flash/testing';
import { Redis } from 'ioredis';
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

/**
 * The replica loses its connection for a moment and then becomes the primary, while 32 buyers at a time join and no worker
 * stores the log. Returns how many places were told, and how many of those are not there afterwards.
 */
async function loseThePrimary({ waitsForReplica }: { waitsForReplica: boolean }) {
  const watched = await startWatchedRedis();
  servers = watched;
  stage = await openStage({ redisUrl: watched.url });
  const clients = [createRedis(watched.url, 'producer'), createRedis(watched.url, 'producer')];
  const [redis, joins] = clients;
  if (!(redis instanceof Redis && joins instanceof Redis)) {
    throw new Error('no clients');
  }
  for (const client of clients) {
    client.on('error', () => {});
    await whenReady(client);
  }
  const engine = createEngine(redis, waitsForReplica ? { joins: await checkReplicas(joins) } : {});
  const sale = await stage.openSale({ startingQuantity: 20 });

  const told = new Map<string, number>();
  const times: number[] = [];
  const startedAt = performance.now();
  let refused = 0;
  let next = 0;
  const till = new AbortController();
  const load = Array.from({ length: 32 }, async () => {
    while (!till.signal.aborted) {
      next += 1;
      const buyer = `b${next}`;
      const pressedAt = performance.now();
      const outcome = await engine.join(sale.id, { buyer, bearer: false }).catch(() => null);
      if (outcome?.kind === 'joined' && outcome.place.state === 'waiting') {
        told.set(buyer, outcome.place.seq);
        times.push(performance.now() - pressedAt);
      } else {
        refused += 1;
        await sleep(1);
      }
    }
  });
  await until('places are told', async () => told.size >= 2_000);
  const perSecond = Math.round((told.size / (performance.now() - startedAt)) * 1_000);
  const sorted = times.sort((a, b) => a - b);
  const [p50, p99] = [0.5, 0.99].map((share) => sorted[Math.floor(share * sorted.length)] ?? 0);
  console.log(
    `${waitsForReplica ? 'ha' : 'aof'}: ${perSecond} joins a second, 32 in flight, p50 ${p50?.toFixed(1)} ms, p99 ${p99?.toFixed(1)} ms`,
  );
  // What lies in the socket would still be read: the connection is cut, and no new one is made.
  watched.replica.signal('SIGSTOP');
  const admin = new Redis(watched.primary.url);
  await admin.call('CLIENT', 'KILL', 'TYPE', 'replica');
  admin.disconnect();
  const [toldBefore, refusedBefore] = [told.size, refused];
  await until('buyers press meanwhile', async () =>
    Promise.resolve(told.size > toldBefore + 200 || refused >= refusedBefore + 32),
  );
  await watched.primary.stop('SIGKILL');
  watched.replica.signal('SIGCONT');
  till.abort();
  await Promise.all(load);

  await stage.startWorker();
  await until(
    'the sale can be used',
    async () => (await stage.engine.snapshot(sale.id).catch(() => null))?.kind === 'snapshot',
    60_000,
  );
  const buyers = [...told.keys()];
  const after = await stage.engine.position(sale.id, buyers);
  if (after.kind === 'unavailable') {
    throw new Error(`unavailable: ${after.why}`);
  }
  const lost = after.places.filter((place, at) => {
    const seq = told.get(buyers[at] ?? '');
    const hasPlace =
      place.state === 'waiting' ? place.seq : place.state === 'held' && place.hold.seq;
    return hasPlace !== seq;
  }).length;
  for (const client of clients) {
    client.disconnect();
  }
  return { told: told.size, lost };
}

test('with DURABILITY=ha no place that was told is lost when the primary is killed under load, and without it places are', async () => {
  const ha = await loseThePrimary({ waitsForReplica: true });
  console.log(`DURABILITY=ha: ${ha.told} places told, ${ha.lost} lost`);
  expect(ha.lost).toBe(0);
  await stage.close();
  await servers.destroy();
  const aof = await loseThePrimary({ waitsForReplica: false });
  console.log(`DURABILITY=aof: ${aof.told} places told, ${aof.lost} lost`);
  expect(aof.lost).toBeGreaterThan(0);
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
