import { type PrivateRedis, startPrivateRedis } from '@flash/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { crowdOf } from '../testing/crowd.ts';
import { openStage, type Stage, type StagedWorker, until } from '../testing/stage.ts';

const WAITING = Number(process.env.TEST_WAITING ?? 100_000);
const JOINS_AT_ONCE = 5_000;

let server: PrivateRedis;
let stage: Stage;
let worker: StagedWorker;

beforeAll(async () => {
  server = await startPrivateRedis();
  stage = await openStage({ redisUrl: server.url });
  worker = await stage.startWorker();
});
afterAll(async () => {
  await worker.stop();
  await stage.close();
  await server.destroy();
});

describe(`with ${WAITING} in line`, () => {
  test('a Redis that lost everything serves again within 15 s, in the same order', async () => {
    const sale = await stage.openSale({ startingQuantity: 100 });
    const crowd = crowdOf(stage, sale.id);
    for (let from = 0; from < WAITING; from += JOINS_AT_ONCE) {
      await crowd.join(Math.min(JOINS_AT_ONCE, WAITING - from), { prefix: `j${from}-` });
    }
    await until(
      'all are granted and stored',
      async () => {
        const { held, n } = await crowd.shot();
        return held === 100 && ((await stage.db.blocks.last(sale.id))?.to ?? 0) >= n;
      },
      60_000,
    );
    const line = await crowd.granted();
    const { waiting } = await crowd.shot();
    await stage.redis.flushall();
    const ms = await until(
      'served again',
      async () => {
        const shot = await stage.engine.snapshot(sale.id);
        return shot.kind === 'snapshot' && shot.epoch === 2;
      },
      60_000,
    );
    console.log(`rebuilt ${waiting} waiting in ${Math.round(ms)} ms`);
    expect(ms).toBeLessThan(15_000);
    expect(await crowd.shot()).toMatchObject({ waiting, held: 100, free: 0, halted: '' });
    for (const buyer of line.slice(0, 50)) {
      await stage.engine.leave(sale.id, { buyer });
    }
    await until('the next 50 hold', async () => (await crowd.held()) === 100);

    await server.stop('SIGTERM');
    await server.start();
    const again = await until(
      'served after a restart',
      async () => {
        const shot = await stage.engine.snapshot(sale.id).catch(() => null);
        return shot?.kind === 'snapshot' && shot.epoch === 3;
      },
      60_000,
    );
    console.log(`adopted ${waiting} waiting in ${Math.round(again)} ms`);
    expect(again).toBeLessThan(5_000);
  }, 180_000);
});
