import { keysOf } from '@flash/reservation';
import { type PrivateRedis, startPrivateRedis } from '@flash/testing';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { crowdOf } from '../testing/crowd.ts';
import {
  onThisMachine,
  openStage,
  type Stage,
  type StagedWorker,
  until,
} from '../testing/stage.ts';

// Its own: other suites count the commands that they send, and scripts are flushed here.
let server: PrivateRedis;
let stage: Stage;
let workers: StagedWorker[] = [];

beforeAll(async () => {
  server = await startPrivateRedis();
  stage = await openStage({ redisUrl: server.url });
});
afterEach(async () => {
  for (const worker of workers) {
    await worker.stop();
  }
  workers = [];
});
afterAll(async () => {
  await stage.close();
  await server.destroy();
});

/** Until no worker has looked at this sale for a second: they leave it alone until they are told. */
async function atRest(saleId: string): Promise<void> {
  const { meta } = keysOf(saleId);
  await until('the sale rests', async () => {
    const idleSeconds = await stage.redis.object('IDLETIME', meta);
    return Number(idleSeconds) >= 2;
  });
}

/** A buyer joins now and then, and each one has to be served within a second (I10). */
async function serveOneByOne(disturb: (round: number) => Promise<unknown>): Promise<number> {
  const sale = await stage.openSale({ startingQuantity: 20 });
  const crowd = crowdOf(stage, sale.id);
  let slowest = 0;
  for (let round = 0; round < 10; round += 1) {
    await disturb(round);
    const [buyer = ''] = await crowd.join(1, { prefix: `r${round}-` });
    const ms = await until('served', async () => (await crowd.place(buyer)).state === 'held');
    slowest = Math.max(slowest, ms);
  }
  await stage.audit(sale.id, await onThisMachine(1_000));
  return slowest;
}

describe('a buyer is served within a second', () => {
  test('when the wake-up is lost, in a sale that the workers had left at rest', async () => {
    workers = [await stage.startWorker(), await stage.startWorker()];
    const sale = await stage.openSale();
    const crowd = crowdOf(stage, sale.id);
    await atRest(sale.id);
    await crowd.join(5, { wake: false });
    const ms = await until('served', async () => (await crowd.held()) === 5);
    expect(ms).toBeLessThan(await onThisMachine(1_000));
    // And once more, with the wake flag of the first crowd still up.
    await crowd.join(5, { wake: false, prefix: 'late' });
    expect(await until('served', async () => (await crowd.held()) === 10)).toBeLessThan(
      await onThisMachine(1_000),
    );
    await stage.audit(sale.id, await onThisMachine(1_000));
  });

  test('when the wake-up is lost while no worker was listening', async () => {
    workers = [await stage.startWorker()];
    const sale = await stage.openSale();
    const crowd = crowdOf(stage, sale.id);
    await atRest(sale.id);
    await stage.redis.call('CLIENT', 'KILL', 'TYPE', 'pubsub');
    await crowd.join(1, { wake: false });
    const ms = await until('served', async () => (await crowd.held()) === 1);
    expect(ms).toBeLessThan(await onThisMachine(1_000));
  });

  test('when Redis was started anew under a sale that the workers had left at rest', async () => {
    workers = [await stage.startWorker()];
    const sale = await stage.openSale();
    await atRest(sale.id);
    await server.stop('SIGKILL');
    await server.start();
    const ms = await until('restored', async () => {
      const shot = await stage.engine.snapshot(sale.id);
      return shot.kind === 'snapshot' && shot.epoch === 2;
    });
    expect(ms).toBeLessThan(await onThisMachine(1_000));
  });

  test('when the queue is obliterated again and again', async () => {
    workers = [await stage.startWorker()];
    const slowest = await serveOneByOne(() => stage.queue.queue.obliterate({ force: true }));
    expect(slowest).toBeLessThan(await onThisMachine(1_000));
  });

  test('when all keys of BullMQ are deleted under a running worker', async () => {
    workers = [await stage.startWorker()];
    const slowest = await serveOneByOne(async () => {
      const keys = await stage.redis.keys(`flashtest:${stage.queueName}:*`);
      if (keys.length > 0) {
        await stage.redis.del(...keys);
      }
    });
    expect(slowest).toBeLessThan(await onThisMachine(1_000));
  });

  test('when every script is flushed from Redis', async () => {
    workers = [await stage.startWorker()];
    expect(await serveOneByOne(() => stage.redis.script('FLUSH'))).toBeLessThan(
      await onThisMachine(1_000),
    );
  });
});

describe('no buyer is served twice or out of turn', () => {
  test('when every job comes a hundred times', async () => {
    workers = [await stage.startWorker(), await stage.startWorker()];
    const sale = await stage.openSale({ startingQuantity: 100 });
    const crowd = crowdOf(stage, sale.id);
    const data = { saleId: sale.id };
    const doubles = Array.from({ length: 100 }, () => ({ name: 'reserve', data }));
    const [line] = await Promise.all([crowd.join(300), stage.queue.queue.addBulk(doubles)]);
    await until('all granted', async () => (await crowd.held()) === 100);
    await stage.queue.queue.addBulk(doubles);
    await until('the queue is empty', async () => {
      const { active = 0, waiting = 0 } = await stage.queue.queue.getJobCounts('active', 'waiting');
      return active + waiting === 0;
    });
    expect(await crowd.granted()).toEqual(line.slice(0, 100));
    expect(await crowd.shot()).toMatchObject({ free: 0, held: 100, waiting: 200, halted: '' });
    await stage.audit(sale.id, await onThisMachine(1_000));
  });

  test('when the lock key is deleted all the time', async () => {
    workers = [await stage.startWorker(), await stage.startWorker()];
    const sale = await stage.openSale({ startingQuantity: 1_000 });
    const { lock } = keysOf(sale.id);
    const crowd = crowdOf(stage, sale.id);
    const line = await crowd.join(2_000, { wake: false });
    await stage.queue.wake(sale.id);
    const ms = await until('all granted', async () => {
      await stage.redis.del(lock);
      return (await crowd.held()) === 1_000;
    });
    expect(ms).toBeLessThan(await onThisMachine(5_000));
    expect(await crowd.granted()).toEqual(line.slice(0, 1_000));
    await stage.audit(sale.id, 5_000);
  });

  test('when a worker dies in the middle and another goes on', async () => {
    const [dying, other] = [await stage.startWorker(), await stage.startWorker()];
    workers = [dying, other];
    const sale = await stage.openSale({ startingQuantity: 2_000 });
    const crowd = crowdOf(stage, sale.id);
    const joining = crowd.join(3_000);
    await until('some are granted', async () => (await crowd.held()) > 0);
    await dying.crash();
    const line = await joining;
    const ms = await until('all granted', async () => (await crowd.held()) === 2_000);
    expect(ms).toBeLessThan(await onThisMachine(5_000));
    expect(await crowd.granted()).toEqual(line.slice(0, 2_000));
    await stage.audit(sale.id, 5_000);
  });
});
