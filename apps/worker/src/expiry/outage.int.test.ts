import { keysOf } from '@flash/reservation';
import {
  mongoThrough,
  type PrivateRedis,
  startPrivateRedis,
  startWire,
  type Wire,
} from '@flash/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { crowdOf } from '../testing/crowd.ts';
import {
  onThisMachine,
  openStage,
  type Stage,
  type StagedWorker,
  until,
} from '../testing/stage.ts';

let server: PrivateRedis;
let stage: Stage;
let wires: Wire[] = [];
let wireUris: string[] = [];
let workers: StagedWorker[] = [];

beforeAll(async () => {
  // Workers tell each other by way of Redis what they reach: others must not take part.
  server = await startPrivateRedis();
  stage = await openStage({ redisUrl: server.url });
});
beforeEach(async () => {
  for (let i = 0; i < 2; i += 1) {
    const mongoUri = stage.env.MONGODB_URI ?? '';
    const { hostname: host, port } = new URL(mongoUri);
    const wire = await startWire({ host, port: Number(port) });
    const through = mongoThrough(wire, mongoUri);
    wires.push(wire);
    wireUris.push(through);
    workers.push(await stage.startWorker({}, { mongoUri: through, appName: `wire-${i}` }));
  }
});
afterEach(async () => {
  await setFault('off');
  for (const wire of wires) {
    wire.mend();
  }
  for (const worker of workers) {
    await worker.stop();
  }
  for (const wire of wires) {
    await wire.close();
  }
  wires = [];
  wireUris = [];
  workers = [];
});
afterAll(async () => {
  await stage.close();
  await server.destroy();
});

/** Makes MongoDB fail commands, of one application only. */
const setFault = (mode: 'alwaysOn' | 'off', fault = {}) =>
  stage.db.client.db('admin').command({ configureFailPoint: 'failCommand', mode, ...fault });

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function holders(holdMs: number) {
  const sale = await stage.openSale({ startingQuantity: 50 }, { holdMs });
  const crowd = crowdOf(stage, sale.id);
  const line = await crowd.join(5);
  await until('five hold', async () => (await crowd.held()) === 5);
  return { sale, crowd, line };
}

describe('while MongoDB cannot be reached', () => {
  test('no buyer loses a hold, and all buyers get the time back, once', async () => {
    const { sale, crowd, line } = await holders(4_000);
    const [ada = ''] = line;
    const before = (await crowd.hold(ada)).expiresAt;
    const cutAt = performance.now();
    for (const wire of wires) {
      wire.cut();
    }
    await sleep(6_000);
    expect(await crowd.held()).toBe(5);
    for (const wire of wires) {
      wire.mend();
    }
    await until('MongoDB is seen again', async () => (await gauge()) === 0, 15_000);
    const awayMs = performance.now() - cutAt;
    const movedMs = (await crowd.hold(ada)).expiresAt - before;
    // From the last answer before the cut to the first one after it.
    expect(movedMs).toBeGreaterThan(5_000);
    expect(movedMs).toBeLessThan(awayMs + 1_000);
    await until('the holds end as always', async () => (await crowd.held()) === 0, 15_000);
    await stage.audit(sale.id, 5_000);
  });

  test('the line above the last units is served, and the last units wait', async () => {
    const sale = await stage.openSale({ startingQuantity: 100, fastPassPercent: 10 });
    const crowd = crowdOf(stage, sale.id);
    for (const wire of wires) {
      wire.cut();
    }
    await until('the outage is seen', async () => (await gauge()) === 1, 15_000);
    const line = await crowd.join(200);
    await until('ninety hold', async () => (await crowd.held()) === 90);
    await sleep(1_000);
    expect(await crowd.held()).toBe(90);
    for (const wire of wires) {
      wire.mend();
    }
    await until('the last ten hold', async () => (await crowd.held()) === 100, 15_000);
    expect(await crowd.granted()).toEqual(line.slice(0, 100));
  });

  test('and another worker reaches it, no time is given back: the fault is one wire', async () => {
    const { crowd, line } = await holders(60_000);
    const before = (await crowd.hold(line[0] ?? '')).expiresAt;
    wires[0]?.cut();
    await until('one worker sees an outage', async () => (await gauge(0)) === 1, 15_000);
    await sleep(3_000);
    expect((await crowd.hold(line[0] ?? '')).expiresAt).toBe(before);
  });
});

describe('while one worker alone cannot reach MongoDB', () => {
  test('the last units are served within a second, because it leaves them to the other one', async () => {
    const sale = await stage.openSale({ startingQuantity: 20, fastPassPercent: 100 });
    const crowd = crowdOf(stage, sale.id);
    wires[0]?.hang();
    for (let round = 0; round < 6; round += 1) {
      const [buyer = ''] = await crowd.join(1, { prefix: `r${round}-` });
      const ms = await until('served', async () => (await crowd.place(buyer)).state === 'held');
      expect(ms).toBeLessThan(await onThisMachine(1_000));
    }
  });

  test('a sale that it began to restore is restored by the other one', async () => {
    const { sale } = await holders(60_000);
    await workers[1]?.stop();
    await until('the first one knows the sale', async () => {
      const shown = await workers[0]?.metrics.waiting.get();
      return shown?.values.some(({ labels }) => labels.sale === sale.id) === true;
    });
    wires[0]?.hang();
    await stage.redis.hset(keysOf(sale.id).meta, 'run', 'another');
    await until('the first one restores', async () => {
      return (await stage.redis.get(keysOf(sale.id).lock)) === workers[0]?.id;
    });
    workers[1] = await stage.startWorker({}, { mongoUri: wireUris[1] });
    const ms = await until('restored', async () => {
      return (await stage.engine.snapshot(sale.id)).kind === 'snapshot';
    });
    expect(ms).toBeLessThan(await onThisMachine(4_000));
  });
});

describe('an outage is seen', () => {
  test('when the primary is there and has no majority behind it', async () => {
    const noMajority = { code: 64, errmsg: 'waiting for replication timed out' };
    await workers[1]?.stop();
    await setFault('alwaysOn', {
      data: { failCommands: ['update'], appName: 'wire-0', writeConcernError: noMajority },
    });
    await until('the outage is seen', async () => (await gauge(0)) === 1, 5_000);
    await setFault('off');
    await until('the outage is over', async () => (await gauge(0)) === 0, 5_000);
  });

  test('not when the worker itself was too busy to hear the answer', async () => {
    const { crowd, line } = await holders(60_000);
    const before = (await crowd.hold(line[0] ?? '')).expiresAt;
    const seen = workers.map(({ metrics }) => vi.spyOn(metrics.outage, 'set'));
    for (let round = 0; round < 3; round += 1) {
      const blockedUntil = performance.now() + 1_100;
      while (performance.now() < blockedUntil) {}
      // Long enough for a timer to begin to wait, too short for an answer from MongoDB.
      await new Promise((resolve) => setImmediate(resolve));
    }
    await until('both have looked since', async () => {
      return seen.every(({ mock }) => mock.calls.length > 2);
    });
    expect(seen.flatMap(({ mock }) => mock.calls)).not.toContainEqual([1]);
    expect((await crowd.hold(line[0] ?? '')).expiresAt).toBe(before);
  });
});

/** 1 while a worker sees an outage; without a number, any of them. */
async function gauge(of?: number): Promise<number> {
  const asked = of === undefined ? workers : [workers[of]];
  const values = await Promise.all(
    asked.map(async (worker) => (await worker?.metrics.outage.get())?.values[0]?.value ?? 0),
  );
  return Math.max(...values);
}
