import { createLogger } from '@flash/shared-config';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createLocks } from '../base/drain-lock.ts';
import { createMetrics } from '../base/metrics.ts';
import { crowdOf } from '../testing/crowd.ts';
import { openStage, type Stage } from '../testing/stage.ts';
import { createDrain } from './drain.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

/** A drain of this name, and the calls that it sends to Redis. */
function drainOf(token: string, ttlMs = 5_000) {
  const calls: string[] = [];
  const { engine } = stage;
  const counted = {
    ...engine,
    grant: (...args: Parameters<typeof engine.grant>) => {
      calls.push('grant');
      return engine.grant(...args);
    },
    lock: (...args: Parameters<typeof engine.lock>) => {
      calls.push('lock');
      return engine.lock(...args);
    },
    unlock: (...args: Parameters<typeof engine.unlock>) => {
      calls.push('unlock');
      return engine.unlock(...args);
    },
  };
  const log = createLogger({ name: 'test', level: 'silent', isProduction: true });
  const drain = createDrain({
    engine: counted,
    locks: createLocks({ engine: counted, token, ttlMs, log }),
    fastPass: async (_, units) => [...units],
    latestTime: () => null,
    mayAsk: () => token !== 'away',
    crash: () => {},
    metrics: createMetrics(),
  });
  return { drain, calls };
}

test('a single buyer is served with one call to Redis, and a crowd with one for each batch', async () => {
  const sale = await stage.openSale({ startingQuantity: 500, fastPassPercent: 0 });
  const crowd = crowdOf(stage, sale.id);
  await crowd.join(1, { prefix: 'a', wake: false });
  const { drain, calls } = drainOf('one');
  expect(await drain(sale.id)).toMatchObject({ granted: 1, ended: 'line_empty' });
  expect(calls.splice(0)).toEqual(['grant']);
  await crowd.join(450, { wake: false });
  expect(await drain(sale.id)).toMatchObject({ granted: 450, batches: 3, ended: 'line_empty' });
  expect(calls).toEqual(['grant', 'grant', 'grant']);
  await stage.audit(sale.id);
});

test('a worker that may not check the last units gives the lock to one that may', async () => {
  const sale = await stage.openSale({ startingQuantity: 2, fastPassPercent: 100 });
  await crowdOf(stage, sale.id).join(2, { wake: false });
  const away = drainOf('away', 60_000);
  expect(await away.drain(sale.id)).toMatchObject({ granted: 0, ended: 'unchecked' });
  expect(away.calls).toEqual(['grant', 'unlock']);
  expect(await drainOf('other').drain(sale.id)).toMatchObject({ granted: 2 });
  await stage.audit(sale.id);
});

test('a line that another worker serves is left to it, or served once that worker is done', async () => {
  const sale = await stage.openSale({ startingQuantity: 9, fastPassPercent: 0 });
  await crowdOf(stage, sale.id).join(2, { wake: false });
  await stage.engine.lock(sale.id, 'another', 60_000);
  const { drain } = drainOf('one');
  expect(await drain(sale.id)).toMatchObject({ granted: 0, ended: 'busy' });
  const waiting = drain(sale.id, { waitMs: 10_000 });
  await stage.engine.unlock(sale.id, 'another');
  expect(await waiting).toMatchObject({ granted: 2, ended: 'line_empty' });
  expect(await stage.engine.lock(sale.id, 'another', 1_000)).toBe(true);
  await stage.audit(sale.id);
});
