import { createEngine } from '@flash/reservation';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { crowdOf } from '../testing/crowd.ts';
import { openStage, type Stage } from '../testing/stage.ts';
import { createReleaseHold } from './processor.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

test('a job that comes early with a clock set forward by an hour takes nothing back, it asks for an inspection', async () => {
  const sale = await stage.openSale({ startingQuantity: 5, fastPassPercent: 0 });
  const crowd = crowdOf(stage, sale.id);
  await crowd.join(3, { wake: false });
  await stage.engine.lock(sale.id, 'drain', 5_000);
  await stage.engine.grant(sale.id, { token: 'drain', max: 10, clearWake: true });
  expect(await crowd.held()).toBe(3);

  const engine = createEngine(stage.redis, { now: () => Date.now() + 3_600_000 });
  const prompted: string[] = [];
  const prompt = (id: string) => void prompted.push(id);
  const report = await createReleaseHold({ engine, ticker: { prompt } })(sale.id);
  expect(report).toEqual({ free: 2, held: 3, waiting: 0 });
  expect(prompted).toEqual([sale.id]);
  expect(await crowd.held()).toBe(3);
});
