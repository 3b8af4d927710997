import { createEngine } from '@flash/reservation';
import { type PrivateRedis, startPrivateRedis } from '@flash/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { expectWholeChain, unstoredSale } from '../testing/backlog.ts';
import { openStage, type Stage, type StagedWorker, until } from '../testing/stage.ts';

/** More people than one document of MongoDB can name. */
const PEOPLE = 100_000;
const WITHIN_MS = 60_000;

let server: PrivateRedis;
let stage: Stage;
let worker: StagedWorker | null = null;

beforeAll(async () => {
  server = await startPrivateRedis();
  stage = await openStage({ redisUrl: server.url });
});
afterAll(async () => {
  await worker?.stop();
  await stage.close();
  await server.destroy();
});

describe(`a backlog that names ${PEOPLE} people`, () => {
  test('of holds granted and expired while nothing was stored is stored, and joins open again', async () => {
    const { id, crowd } = await unstoredSale(stage, {
      people: PEOPLE,
      granted: PEOPLE,
      holdMs: 1_000,
    });
    await until(
      'all have expired',
      async () => {
        await stage.engine.sweep(id, { max: 500 });
        return (await crowd.held()) === 0;
      },
      WITHIN_MS,
    );
    const late = createEngine(stage.redis, { now: () => Date.now() + 6_000 });
    const join = () => late.join(id, { buyer: 'late', bearer: false });
    expect(await join()).toEqual({ kind: 'unavailable', why: 'lagging' });
    worker = await stage.startWorker();
    await until('joins open again', async () => (await join()).kind === 'joined', WITHIN_MS);
    await expectWholeChain(stage, id);
    await stage.db.sales.update(id, { status: 'archived' });
    await worker.stop();
    worker = null;
  }, 120_000);

  test('survives a rebuild: what was not stored is stored first, and every hold is kept', async () => {
    const { id, crowd } = await unstoredSale(stage, {
      people: PEOPLE,
      granted: PEOPLE,
      holdMs: 900_000,
    });
    await stage.engine.halt(id, 'a test');
    worker = await stage.startWorker();
    await until(
      'it is rebuilt',
      async () => {
        const shot = await stage.engine.snapshot(id);
        return shot.kind === 'snapshot' && shot.halted === '' && shot.epoch > 2;
      },
      WITHIN_MS,
    );
    expect(await crowd.shot()).toMatchObject({ held: PEOPLE, free: 0, waiting: 0 });
    const { n } = await crowd.shot();
    await until(
      'all of it is stored',
      async () => {
        return ((await stage.db.blocks.last(id))?.to ?? 0) >= n;
      },
      WITHIN_MS,
    );
    await expectWholeChain(stage, id);
  }, 120_000);
});
