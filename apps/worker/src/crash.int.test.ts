import { randomBytes } from 'node:crypto';
import { workersKey } from '@flash/reservation';
import { type PrivateRedis, startPrivateRedis } from '@flash/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type CrashPoint, crashPoints } from './base/crash-points.ts';
import { crowdOf } from './testing/crowd.ts';
import { payingOf } from './testing/payment.ts';
import { startWorkerProcess, type WorkerProcess } from './testing/process.ts';
import { onThisMachine, openStage, type Stage, type StagedWorker, until } from './testing/stage.ts';
import { shareOf } from './tick/sale-shares.ts';

let server: PrivateRedis;
let stage: Stage;
let survivor: StagedWorker;
const figures: Record<string, number> = {};

beforeAll(async () => {
  server = await startPrivateRedis();
  stage = await openStage({ redisUrl: server.url });
  survivor = await stage.startWorker();
});
afterAll(async () => {
  await survivor.stop();
  await stage.close();
  await server.destroy();
  console.log('ms after the kill', JSON.stringify(figures));
});

function startDoomed(fault: string, more: Record<string, string> = {}): Promise<WorkerProcess> {
  return startWorkerProcess({ ...stage.env, RESTORE_GRACE_MS: '300', FAULT: fault, ...more });
}

/** A sale whose work is the other worker's. Who died in the test before is on the list for a while, and has no successor yet. */
async function openSaleOfOther({ id }: StagedWorker) {
  let workers: string[] = [];
  await until('the list has the two that live', async () => {
    workers = await stage.redis.zrange(workersKey(stage.queueName), '0', '-1');
    return workers.length === 2 && workers.includes(id);
  });
  for (;;) {
    const sale = await stage.openSale({ startingQuantity: 2_000 });
    if (shareOf(workers, id, sale.id) === 'second') {
      return sale;
    }
    await stage.db.sales.update(sale.id, { status: 'archived' });
  }
}

/** What brings a worker to each kind of point, once; the doomed one takes it sooner or later. */
async function provoke(point: CrashPoint, scene: Scene, round: number): Promise<void> {
  const { sale, crowd, paying } = scene;
  if (point.startsWith('E')) {
    const known = (await stage.db.sales.get(sale.id))?.epoch ?? 0;
    await stage.db.sales.raiseEpoch(sale.id, known, Date.now());
    await until('it is restored', async () => {
      const shot = await stage.engine.snapshot(sale.id);
      return shot.kind === 'snapshot' && shot.epoch > known;
    });
    return;
  }
  // The leading writer goes on leading: another one has to get its chance.
  if (point.startsWith('B')) {
    await stage.redis.del(`fslead:blocks:${sale.id}`);
  }
  const line = await crowd.join(4, { prefix: `r${round}-` });
  scene.line.push(...line);
  const [first = ''] = line;
  await until('the first one holds', async () => (await crowd.place(first)).state === 'held');
  if (!point.startsWith('V')) {
    return;
  }
  // Both workers look in a fixed rhythm: with one length of lease the same one might always be first.
  await paying.claim(first, 100 + 50 * (round % 5));
  await until('the claim is decided', async () => (await crowd.place(first)).state === 'held');
}

interface Scene {
  sale: Awaited<ReturnType<Stage['openSale']>>;
  crowd: ReturnType<typeof crowdOf>;
  paying: ReturnType<typeof payingOf>;
  line: string[];
}

describe.each(Object.entries(crashPoints))('a worker that dies at %s, %s,', (point) => {
  test('leaves nothing that the other one does not finish within 5 s', async () => {
    const doomed = await startDoomed(`${point}:1`);
    let killedAt = 0;
    void doomed.ended.then(() => {
      killedAt = performance.now();
    });
    const sale = await openSaleOfOther(survivor);
    const scene = { sale, crowd: crowdOf(stage, sale.id), paying: payingOf(stage, sale), line: [] };
    for (let round = 0; !doomed.hasEnded(); round += 1) {
      if (round > 400) {
        throw new Error(`it never came to ${point}: ${doomed.output()}`);
      }
      await provoke(point as CrashPoint, scene, round);
    }
    expect(await doomed.ended).toBe('SIGKILL');
    const [last = ''] = await joinLast(scene.crowd);
    await until('the last one holds', async () => {
      const place = await scene.crowd.place(last).catch(() => null);
      return place?.state === 'held';
    });
    figures[point] = Math.round(performance.now() - killedAt);
    expect(figures[point]).toBeLessThan(await onThisMachine(5_000));
    await stage.audit(sale.id, await onThisMachine(5_000));
    await stage.db.sales.update(sale.id, { status: 'archived' });
  });
});

/** A restore may be under way: then join says so, and a client tries again. */
async function joinLast(crowd: Scene['crowd']): Promise<string[]> {
  for (;;) {
    try {
      return await crowd.join(1, { prefix: 'last' });
    } catch (error) {
      if (!String(error).includes('unavailable')) {
        throw error;
      }
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}

describe('a worker process', () => {
  test('cannot be told to die in production', async () => {
    const secret = () => randomBytes(32).toString('hex');
    const secrets = { BETTER_AUTH_SECRET: secret(), JWT_SECRET: secret() };
    const production = { NODE_ENV: 'production', PAYMENT_PROVIDER: 'sandbox', ...secrets };
    // Without a limit of memory it refuses to start there.
    await stage.redis.config('SET', 'maxmemory', '1gb');
    const living = await startDoomed('G1:1', production);
    expect(living.hasEnded(), living.output()).toBe(false);
    const sale = await stage.openSale({ startingQuantity: 1_000 });
    const crowd = crowdOf(stage, sale.id);
    const before = await metric(living, 'flash_holds_granted_total');
    for (
      let round = 0;
      (await metric(living, 'flash_holds_granted_total')) === before;
      round += 1
    ) {
      await crowd.join(1, { prefix: `p${round}-` });
      await until('served', async () => (await crowd.shot()).waiting === 0);
    }
    expect(living.hasEnded()).toBe(false);
    living.signal('SIGTERM');
    expect(await living.ended).toBe('0');
  });

  test('that is frozen for longer than its locks does no harm when it goes on', async () => {
    const frozen = await startDoomed('');
    const sale = await stage.openSale({ startingQuantity: 500 });
    const crowd = crowdOf(stage, sale.id);
    const joining = crowd.join(1_000);
    frozen.signal('SIGSTOP');
    const line = await joining;
    const ms = await until('all granted', async () => (await crowd.held()) === 500);
    expect(ms).toBeLessThan(await onThisMachine(5_000));
    frozen.signal('SIGCONT');
    await until('it answers again', async () => (await metric(frozen, 'flash_jobs_total')) >= 0);
    expect(await crowd.granted()).toEqual(line.slice(0, 500));
    await stage.audit(sale.id, await onThisMachine(5_000));
    frozen.signal('SIGTERM');
    expect(await frozen.ended).toBe('0');
  });
});

/** Sum of a counter as the process reports it. */
async function metric(worker: WorkerProcess, name: string): Promise<number> {
  const response = await fetch(`http://127.0.0.1:${worker.port}/metrics`).catch(() => null);
  if (!response?.ok) {
    return -1;
  }
  const lines = (await response.text()).split('\n').filter((line) => line.startsWith(name));
  return lines.reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
}
