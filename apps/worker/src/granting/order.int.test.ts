import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { crowdOf } from '../testing/crowd.ts';
import {
  onThisMachine,
  openStage,
  type Stage,
  type StagedWorker,
  until,
} from '../testing/stage.ts';

let stage: Stage;
let workers: StagedWorker[] = [];
const opened: string[] = [];

beforeAll(async () => {
  stage = await openStage();
});
afterEach(async () => {
  for (const worker of workers) {
    await worker.stop();
  }
  workers = [];
  for (const id of opened.splice(0)) {
    await stage.db.sales.update(id, { status: 'archived' });
  }
});
afterAll(() => stage.close());

async function start(count: number, settings = {}): Promise<void> {
  for (let i = 0; i < count; i += 1) {
    workers.push(await stage.startWorker(settings));
  }
}

/** One that ends with its test: a crowd that still waits costs every later test some time. */
async function openSale(...args: Parameters<Stage['openSale']>) {
  const sale = await stage.openSale(...args);
  opened.push(sale.id);
  return sale;
}

const figures: Record<string, number> = {};
afterAll(() => console.log('ms', JSON.stringify(figures)));

describe.each([
  ['one worker', 1, {}],
  ['four workers', 4, {}],
  ['four workers with the same lock token', 4, { lockToken: 'same' }],
  ['a worker without jobs', 1, { takesJobs: false }],
] as const)('with %s', (name, count, settings) => {
  test('1,000 units go to the first 1,000 of 2,000 in their order, within 1.5 s', async () => {
    await start(count, settings);
    const sale = await openSale({ startingQuantity: 1_000 });
    const crowd = crowdOf(stage, sale.id);
    const line = await crowd.join(2_000);
    const ms = await until('all granted', async () => (await crowd.held()) === 1_000);
    figures[`1000 units, ${name}`] = Math.round(ms);
    expect(await crowd.granted()).toEqual(line.slice(0, 1_000));
    expect(ms).toBeLessThan(await onThisMachine(1_500));
    await stage.audit(sale.id, await onThisMachine(1_000));
  });

  test('a sale wholly in fast pass is served in order within 3 s', async () => {
    await start(count, settings);
    const sale = await openSale({ startingQuantity: 200, fastPassPercent: 100 });
    const crowd = crowdOf(stage, sale.id);
    const line = await crowd.join(400);
    const ms = await until('all granted', async () => (await crowd.held()) === 200);
    figures[`200 in fast pass, ${name}`] = Math.round(ms);
    expect(await crowd.granted()).toEqual(line.slice(0, 200));
    expect(ms).toBeLessThan(await onThisMachine(3_000));
    await stage.audit(sale.id, await onThisMachine(1_000));
  });

  test('50 holds that end together are granted on within 1 s', async () => {
    await start(count, settings);
    // A worker that was just started takes nothing back until it has watched the clock for two seconds.
    const sale = await openSale({ startingQuantity: 50 }, { holdMs: 2_500 });
    const crowd = crowdOf(stage, sale.id);
    const line = await crowd.join(200);
    await until('the first 50 hold', async () => (await crowd.granted()).length >= 50);
    const { expiresAt } = await crowd.hold(line[49] ?? '');
    await until('the next 50 hold', async () => (await crowd.granted()).length >= 100);
    const log = await stage.engine.readLog(sale.id, 1, 10_000);
    const lastOn = log.filter((entry) => entry.type === 'grant').at(-1)?.at ?? 0;
    figures[`50 expired, ${name}`] = lastOn - expiresAt;
    expect((await crowd.granted()).slice(0, 100)).toEqual(line.slice(0, 100));
    expect(lastOn - expiresAt).toBeLessThan(await onThisMachine(1_000));
    await stage.audit(sale.id, await onThisMachine(1_000));
  });

  test('who joined in the lobby is served within 100 ms of the start, on Redis time', async () => {
    await start(count, settings);
    // Three, and the least late of them: what comes on top may be the machine's, never the product's.
    const now = Date.now();
    const lobbies = await Promise.all(
      [1_500, 1_800, 2_100].map(async (inMs) => {
        const window = { lobbyOpensAt: now - 1_000, startsAt: now + inMs };
        const sale = await openSale({ startingQuantity: 10, ...window });
        const crowd = crowdOf(stage, sale.id);
        return { sale, crowd, line: await crowd.join(20) };
      }),
    );
    const lateBy: number[] = [];
    for (const { sale, crowd, line } of lobbies) {
      await until('all granted', async () => (await crowd.held()) === 10);
      const log = await stage.engine.readLog(sale.id, 1, 10_000);
      lateBy.push((log.find((entry) => entry.type === 'grant')?.at ?? 0) - sale.startsAt);
      expect(await crowd.granted()).toEqual(line.slice(0, 10));
      await stage.audit(sale.id, await onThisMachine(1_000));
    }
    const least = Math.min(...lateBy);
    figures[`after the start, ${name}`] = least;
    expect(least).toBeGreaterThanOrEqual(0);
    expect(least).toBeLessThanOrEqual(await onThisMachine(100));
  });
});
