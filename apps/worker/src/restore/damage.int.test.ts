import { createElection, keysOf } from '@flash/reservation';
import { createLogger } from '@flash/shared-config';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { DRIFT } from '../base/alerts/alerts.ts';
import type { CrashPoint } from '../base/crash-points.ts';
import { createLocks } from '../base/drain-lock.ts';
import { createMetrics } from '../base/metrics.ts';
import { createBlockCodec } from '../log-store/block-codec.ts';
import { crowdOf } from '../testing/crowd.ts';
import { payingOf } from '../testing/payment.ts';
import { openStage, type Stage, type StagedWorker, until } from '../testing/stage.ts';
import { createRebuildDamaged, type RebuildDamaged } from './recover.ts';
import { createRestore } from './restore.ts';

let stage: Stage;
let worker: StagedWorker;

beforeAll(async () => {
  stage = await openStage();
});
beforeEach(async () => {
  worker = await stage.startWorker();
});
afterEach(() => worker.stop());
afterAll(() => stage.close());

describe.each([
  ['the line', 'line'],
  ['the holds', 'holds'],
  ['the expiry of the holds', 'expiry'],
  ['the shadow inventory', 'inventory'],
  ['the free units', 'unitsFree'],
  ['the sold units', 'consumed'],
  ['the rules and counters', 'meta'],
] as const)('when the key of %s is deleted by hand', (_what, key) => {
  test('the sale is rebuilt, and all buyers have their places and units again', async () => {
    const sale = await stage.openSale({ startingQuantity: 10 });
    const crowd = crowdOf(stage, sale.id);
    const line = await crowd.join(50);
    await until('ten hold', async () => (await crowd.held()) === 10);
    const order = await payingOf(stage, sale).buy(line[0] ?? '');
    await stage.engine.leave(sale.id, { buyer: line[1] ?? '' });
    await until('the next one holds', async () => (await crowd.held()) === 9);
    await stored(sale.id);
    const holders = await Promise.all(line.slice(2, 11).map((buyer) => crowd.hold(buyer)));

    await stage.redis.del(keysOf(sale.id)[key]);
    if (key === 'unitsFree') {
      await stage.redis.zadd(keysOf(sale.id)[key], 1, '1');
    }
    // A join finds the damage at the latest.
    await stage.engine.join(sale.id, { buyer: 'newcomer', bearer: false });
    await until('the sale is in order again', async () => {
      const shot = await stage.engine.snapshot(sale.id);
      return shot.kind === 'snapshot' && shot.epoch > 1 && shot.halted === '';
    });
    expect(await crowd.place(line[0] ?? '')).toMatchObject({ state: 'sold', orderId: order.id });
    for (const before of holders) {
      expect((await crowd.hold(before.buyer)).unit).toBe(before.unit);
    }
    expect(await crowd.place(line[11] ?? '')).toMatchObject({ state: 'waiting', rank: 1 });
    await stage.engine.leave(sale.id, { buyer: line[2] ?? '' });
    await until('the line moves on', async () => {
      return (await crowd.place(line[11] ?? '')).state === 'held';
    });
    await stage.audit(sale.id, 5_000, { isDamaged: true });
  });
});

describe.each([
  ['the line', 'line'],
  ['the holds', 'holds'],
  ['the sold units', 'consumed'],
] as const)('when the key of %s is deleted by hand just before a new epoch', (_what, key) => {
  test('the state is not taken over: all buyers have their places and units again', async () => {
    const sale = await stage.openSale({ startingQuantity: 5 });
    const crowd = crowdOf(stage, sale.id);
    const line = await crowd.join(10);
    await until('five hold', async () => (await crowd.held()) === 5);
    await payingOf(stage, sale).buy(line[0] ?? '');
    await worker.stop();
    // Not stored yet.
    await stage.engine.leave(sale.id, { buyer: line[9] ?? '' });
    await stage.redis.del(keysOf(sale.id)[key]);
    await stage.db.sales.raiseEpoch(sale.id, 1, Date.now());
    worker = await stage.startWorker();
    await until('a new epoch is served', async () => {
      const shot = await stage.engine.snapshot(sale.id);
      return shot.kind === 'snapshot' && shot.epoch > 1;
    });
    expect(await crowd.place(line[0] ?? '')).toMatchObject({ state: 'sold' });
    for (const holder of line.slice(1, 5)) {
      expect(await crowd.place(holder)).toMatchObject({ state: 'held' });
    }
    for (const [i, waiting] of line.slice(5, 9).entries()) {
      expect(await crowd.place(waiting)).toMatchObject({ state: 'waiting', rank: i + 1 });
    }
    expect((await crowd.place(line[9] ?? '')).state).not.toBe('waiting');
    await stage.audit(sale.id, 5_000, { isDamaged: true });
  });
});

describe('when the log of a sale is deleted by hand', () => {
  test('after all of it was stored, nothing is lost and nothing stops', async () => {
    const sale = await stage.openSale({ startingQuantity: 10 });
    const crowd = crowdOf(stage, sale.id);
    const line = await crowd.join(5);
    await stored(sale.id);
    await stage.redis.del(keysOf(sale.id).log);
    await crowd.join(5, { prefix: 'later' });
    await until('ten hold', async () => (await crowd.held()) === 10);
    await stored(sale.id);
    expect((await crowd.shot()).epoch).toBe(1);
    expect((await crowd.place(line[0] ?? '')).state).toBe('held');
    await stage.audit(sale.id, 5_000);
  });

  test('before all of it was stored, and nothing is logged afterwards, the loss is noticed and joins open again', async () => {
    const sale = await stage.openSale({ startingQuantity: 2 });
    const crowd = crowdOf(stage, sale.id);
    await crowd.join(2);
    await until('both hold', async () => (await crowd.held()) === 2);
    await stored(sale.id);
    await worker.stop();
    await crowd.join(1, { prefix: 'lost' });
    await stage.redis.del(keysOf(sale.id).log);
    worker = await stage.startWorker();
    await until('a new epoch', async () => {
      const shot = await stage.engine.snapshot(sale.id);
      return shot.kind === 'snapshot' && shot.epoch === 2 && shot.halted === '';
    });
    await crowd.join(1, { prefix: 'next' });
    await stored(sale.id);
    await stage.audit(sale.id, 5_000, { mayLose: true });
  });

  test('before all of it was stored, the sale goes on from what is stored', async () => {
    const sale = await stage.openSale({ startingQuantity: 10 });
    const crowd = crowdOf(stage, sale.id);
    await crowd.join(5);
    await stored(sale.id);
    await worker.stop();
    await crowd.join(1, { prefix: 'lost' });
    await stage.redis.del(keysOf(sale.id).log);
    await crowd.join(1, { prefix: 'cut' });
    worker = await stage.startWorker();
    await until('a new epoch', async () => {
      const shot = await stage.engine.snapshot(sale.id);
      return shot.kind === 'snapshot' && shot.epoch === 2;
    });
    await crowd.join(1, { prefix: 'next' });
    await until('six hold', async () => (await crowd.held()) === 6);
    await stored(sale.id);
    await stage.audit(sale.id, 5_000, { mayLose: true });
  });
});

async function stored(saleId: string): Promise<void> {
  await until('the log is stored', async () => {
    const shot = await stage.engine.snapshot(saleId);
    const last = await stage.db.blocks.last(saleId);
    return shot.kind === 'snapshot' && (last?.to ?? 0) >= shot.n;
  });
}

/** How a separate worker rebuilds a damaged sale; `diesAt` is the point at which it dies. */
function rebuilderOf(name: string, diesAt?: CrashPoint): RebuildDamaged {
  const { engine, db, redis } = stage;
  const log = createLogger({ name: 'test', level: 'silent', isProduction: true });
  const restore = createRestore({
    ...{ engine, db, graceMs: 300, codec: createBlockCodec(), metrics: createMetrics() },
    locks: createLocks({ engine, token: name, ttlMs: 750, log }),
    log,
    alert: () => {},
    mayAsk: () => true,
    crash(at) {
      if (at === diesAt) {
        throw new Error(`died at ${at}`);
      }
    },
  });
  return createRebuildDamaged({ election: createElection(redis, name), restore });
}

async function rebuildAndDie(saleId: string, point: CrashPoint): Promise<void> {
  const shot = await stage.engine.snapshot(saleId);
  const why = shot.kind === 'snapshot' ? shot.halted : shot.why;
  await expect(rebuilderOf('doomed', point)(saleId, why)).rejects.toThrow('died');
}

describe('a worker that comes late to a damaged sale', () => {
  test('neither halts nor rebuilds the new epoch in which another worker has put the sale in order', async () => {
    const sale = await stage.openSale({ startingQuantity: 3 });
    const crowd = crowdOf(stage, sale.id);
    await worker.stop();
    await stage.engine.halt(sale.id, DRIFT, 1);
    const [quick, late] = [rebuilderOf('quick'), rebuilderOf('late')];
    expect(await quick(sale.id, DRIFT)).toBe(true);
    expect(await crowd.shot()).toMatchObject({ epoch: 2, halted: '' });
    // The quick one may have died before it noted that it was done.
    await stage.redis.del(`fslead:heal:${sale.id}`);
    expect(await late(sale.id, DRIFT)).toBe(false);
    expect(await stage.engine.halt(sale.id, DRIFT, 1)).toEqual({ kind: 'stale', epoch: 2 });
    expect(await crowd.shot()).toMatchObject({ epoch: 2, halted: '' });
  });
});

describe.each(['E1', 'E2', 'E3', 'E4'] as const)(
  'a worker that dies at %s while it rebuilds',
  (point) => {
    test('leaves the damaged state to the next one, which rebuilds every hold from the log', async () => {
      const sale = await stage.openSale({ startingQuantity: 6 });
      const crowd = crowdOf(stage, sale.id);
      const line = await crowd.join(8);
      await until('six hold', async () => (await crowd.held()) === 6);
      const before = await Promise.all(line.slice(0, 6).map((buyer) => crowd.hold(buyer)));
      await stored(sale.id);
      await worker.stop();
      const { holds, expiry } = keysOf(sale.id);
      await stage.redis.hdel(holds, ...line.slice(1, 4));
      await stage.redis.zrem(expiry, ...line.slice(1, 4));
      expect(await crowd.shot()).toMatchObject({ halted: 'stock' });
      await rebuildAndDie(sale.id, point);

      worker = await stage.startWorker();
      await until('the sale is in order again', async () => {
        const shot = await stage.engine.snapshot(sale.id);
        return shot.kind === 'snapshot' && shot.epoch > 1 && shot.halted === '';
      });
      const after = await Promise.all(line.slice(0, 6).map((buyer) => crowd.hold(buyer)));
      const unitsOf = (list: typeof before) => list.map(({ buyer, unit }) => [buyer, unit]);
      expect(unitsOf(after)).toEqual(unitsOf(before));
      await stage.audit(sale.id, 5_000);
    });
  },
);

describe('a sale that stayed halted', () => {
  test('is rebuilt from its log when Redis restarts, never adopted as it is', async () => {
    const sale = await stage.openSale({ startingQuantity: 3 });
    const crowd = crowdOf(stage, sale.id);
    const line = await crowd.join(3);
    await until('three hold', async () => (await crowd.held()) === 3);
    await stored(sale.id);
    await worker.stop();
    const { meta, holds, expiry } = keysOf(sale.id);
    await stage.redis.hdel(holds, line[1] ?? '');
    await stage.redis.zrem(expiry, line[1] ?? '');
    expect(await crowd.shot()).toMatchObject({ halted: 'stock' });
    // As after a restart: the state is of another server.
    await stage.redis.hset(meta, 'run', 'f'.repeat(40));
    worker = await stage.startWorker();
    await until('a new epoch', async () => {
      const shot = await stage.engine.snapshot(sale.id);
      return shot.kind === 'snapshot' && shot.epoch > 1 && shot.halted === '';
    });
    expect((await crowd.place(line[1] ?? '')).state).toBe('held');
    await stage.audit(sale.id, 5_000);
  });
});

describe('the live auditor', () => {
  test('says zero for a sale in order, also while it moves', async () => {
    const sale = await stage.openSale({ startingQuantity: 20 });
    const crowd = crowdOf(stage, sale.id);
    const paying = payingOf(stage, sale);
    const line = await crowd.join(60);
    await until('twenty hold', async () => (await crowd.held()) === 20);
    for (const buyer of line.slice(0, 10)) {
      await paying.buy(buyer);
      await new Promise((resolve) => setTimeout(resolve, 150));
    }
    await until('it was judged', async () => (await delta(sale.id)) !== null);
    expect(await delta(sale.id)).toBe(0);
  });

  test('raises an alarm when an order disappears from MongoDB', async () => {
    const sale = await stage.openSale({ startingQuantity: 5 });
    const crowd = crowdOf(stage, sale.id);
    const [ada = ''] = await crowd.join(2);
    await until('ada holds', async () => (await crowd.place(ada)).state === 'held');
    await payingOf(stage, sale).buy(ada);
    await stage.db.db.collection('orders').deleteMany({ buyer: ada });
    await crowd.join(1, { prefix: 'mover' });
    await until('the alarm', async () => ((await delta(sale.id)) ?? 0) > 0);
  });
});

async function delta(saleId: string): Promise<number | null> {
  const { values } = await worker.metrics.invariantDelta.get();
  return values.find(({ labels }) => labels.sale === saleId)?.value ?? null;
}
