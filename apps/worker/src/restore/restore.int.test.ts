import { keysOf } from '@flash/reservation';
import { createLogger } from '@flash/shared-config';
import { type PrivateRedis, startPrivateRedis } from '@flash/testing';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createLocks } from '../base/drain-lock.ts';
import { createMetrics } from '../base/metrics.ts';
import { createBlockCodec } from '../log-store/block-codec.ts';
import { crowdOf } from '../testing/crowd.ts';
import { payingOf } from '../testing/payment.ts';
import { openStage, type Stage, type StagedWorker, until } from '../testing/stage.ts';
import { createRestore, type Restore } from './restore.ts';

let server: PrivateRedis;
let stage: Stage;
const workers: StagedWorker[] = [];
const opened: string[] = [];
const figures: Record<string, number> = {};

beforeAll(async () => {
  server = await startPrivateRedis();
  stage = await openStage({ redisUrl: server.url });
});
afterEach(async () => {
  for (const sale of opened.splice(0)) {
    await stage.db.sales.update(sale, { status: 'archived' });
  }
  await stopWorkers();
});
afterAll(async () => {
  await stage.close();
  await server.destroy();
  console.log('ms', JSON.stringify(figures));
});

async function stopWorkers(): Promise<void> {
  for (const worker of workers.splice(0)) {
    await worker.stop();
  }
}

async function start(count: number): Promise<void> {
  for (let i = 0; i < count; i += 1) {
    workers.push(await stage.startWorker());
  }
}

/** One that ends with its test: emptying Redis would lose those of earlier tests as well. */
async function openSale(startingQuantity: number) {
  const sale = await stage.openSale({ startingQuantity });
  opened.push(sale.id);
  return sale;
}

/** Ten units: two sold, one being paid for, seven held; ninety in line. */
async function livelySale(count = 1) {
  await start(count);
  const sale = await openSale(10);
  const crowd = crowdOf(stage, sale.id);
  const paying = payingOf(stage, sale);
  const line = await crowd.join(100);
  await until('ten hold', async () => (await crowd.held()) === 10);
  for (const buyer of line.slice(0, 2)) {
    await paying.buy(buyer);
  }
  const claimed = await paying.claim(line[2] ?? '', 60_000);
  await stored(sale.id);
  return { sale, crowd, paying, line, claimed };
}

async function stored(saleId: string): Promise<void> {
  await until('the log is stored', async () => {
    const shot = await stage.engine.snapshot(saleId);
    const last = await stage.db.blocks.last(saleId);
    return shot.kind === 'snapshot' && last !== null && last.to >= shot.n;
  });
}

async function served(saleId: string, epoch: number, what: string): Promise<void> {
  figures[what] = Math.round(
    await until(`epoch ${epoch} is served`, async () => {
      const shot = await stage.engine.snapshot(saleId).catch(() => null);
      return shot?.kind === 'snapshot' && shot.epoch >= epoch;
    }),
  );
}

async function placesOf(crowd: ReturnType<typeof crowdOf>, line: string[]) {
  const places = await Promise.all(line.map((buyer) => crowd.place(buyer)));
  return places.map((place) => {
    if (place.state === 'waiting') {
      return `waits ${place.seq}`;
    }
    if (place.state === 'sold') {
      return `owns ${place.unit}`;
    }
    return place.state === 'none'
      ? 'nothing'
      : `had ${place.state === 'expired' ? 0 : ''}${'hold' in place ? place.hold.unit : ''}`;
  });
}

/** The first holders give up one after the other: the line has to move up in its order. */
async function moveOn(
  sale: { id: string },
  crowd: ReturnType<typeof crowdOf>,
  line: string[],
): Promise<void> {
  for (const buyer of line.slice(3, 6)) {
    await stage.engine.leave(sale.id, { buyer });
  }
  for (const next of line.slice(10, 13)) {
    await until(`${next} holds`, async () => (await crowd.place(next)).state === 'held');
  }
}

describe.each([1, 2])('with %i workers, everyone keeps the own place, unit and order', (count) => {
  test('when Redis is emptied', async () => {
    const { sale, crowd, line } = await livelySale(count);
    const before = await placesOf(crowd, line);
    await stage.redis.flushall();
    await served(sale.id, 2, `emptied, ${count} workers`);
    expect(await placesOf(crowd, line)).toEqual(before);
    await moveOn(sale, crowd, line);
    await stage.audit(sale.id, 5_000);
  });

  test('when Redis restarts', async () => {
    const { sale, crowd, line } = await livelySale(count);
    const before = await placesOf(crowd, line);
    await server.stop('SIGKILL');
    await server.start();
    await served(sale.id, 2, `restarted, ${count} workers`);
    expect(await placesOf(crowd, line)).toEqual(before);
    await moveOn(sale, crowd, line);
    await stage.audit(sale.id, 5_000);
  });

  test('when an older copy of Redis comes back', async () => {
    const { sale, crowd, paying, line } = await livelySale(count);
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    const copy = server.backup();
    await paying.buy(line[3] ?? '');
    const late = await crowd.join(20, { prefix: 'later' });
    await stored(sale.id);
    const everyone = [...line, ...late];
    const before = await placesOf(crowd, everyone);
    await server.stop('SIGKILL');
    server.restore(copy);
    await server.start();
    await served(sale.id, 2, `older copy, ${count} workers`);
    expect(await placesOf(crowd, everyone)).toEqual(before);
    expect((await crowd.place(line[3] ?? '')).state).toBe('sold');
    await stage.audit(sale.id, 5_000);
  });

  test('when its epoch is raised in the middle of a drain', async () => {
    await start(count);
    const sale = await openSale(3_000);
    const crowd = crowdOf(stage, sale.id);
    const joining = crowd.join(4_000).catch(() => null);
    await until('some hold', async () => (await crowd.held()) > 0);
    await stage.db.sales.raiseEpoch(sale.id, 1, Date.now());
    await joining;
    await served(sale.id, 3, `raised, ${count} workers`);
    await until('all granted', async () => (await crowd.held()) === 3_000);
    await stage.audit(sale.id, 5_000);
  });
});

describe('when Redis restarts at its memory limit', () => {
  test('the sale is served again, people give back, and its log is stored', async () => {
    const { sale, crowd, paying, line } = await livelySale();
    for (const worker of workers.splice(0)) {
      await worker.stop();
    }
    await server.stop('SIGTERM');
    await server.start();
    await stage.redis.config('SET', 'maxmemory', '1');
    try {
      await start(1);
      await served(sale.id, 2, 'restarted full');
      expect(await crowd.shot()).toMatchObject({ held: 8, sold: 2, waiting: 90, halted: '' });
      await paying.buy(line[3] ?? '');
      expect(await stage.engine.leave(sale.id, { buyer: line[4] ?? '' })).toMatchObject({
        gave: 'hold',
      });
      await stored(sale.id);
    } finally {
      await stage.redis.config('SET', 'maxmemory', '0');
    }
    await until(
      'the unit is granted',
      async () => (await crowd.place(line[10] ?? '')).state === 'held',
    );
    await stage.audit(sale.id, 5_000);
  });
});

describe('a change of stock', () => {
  test('is applied exactly once across epochs, whichever process repeats it', async () => {
    await start(1);
    const sale = await openSale(20);
    const crowd = crowdOf(stage, sale.id);
    const { sales } = stage.db;
    await crowd.join(5);
    await until('five hold', async () => (await crowd.held()) === 5);
    const finish = async (id: string, by: number) => {
      expect((await sales.beginAdjust(sale.id, { id, by })).kind).toBe('begun');
      await until('the worker finishes it', async () => {
        const change = (await sales.get(sale.id))?.adjusts.find((one) => one.id === id);
        return change?.state !== 'pending';
      });
    };
    // Each was begun by a process that goes on only after Redis was restarted.
    await finish('more', 10);
    await finish('less', -4);
    await finish('too-much', -24);
    await stored(sale.id);
    await stage.redis.flushall();
    await served(sale.id, 2, 'stock');
    const { n } = await crowd.shot();
    const again = (id: string, by: number) => stage.engine.adjust(sale.id, { id, by });
    expect(await again('more', 10)).toMatchObject({ kind: 'adjusted' });
    expect(await again('less', -4)).toMatchObject({ kind: 'adjusted' });
    expect(await again('too-much', -24)).toMatchObject({ kind: 'refused' });
    expect(await crowd.shot()).toMatchObject({ n, stock: 26, held: 5, free: 21, halted: '' });
    await stage.audit(sale.id, 5_000);
  });
});

describe('a deleted sale', () => {
  test('leaves no money reserved for an attempt whose process died', async () => {
    await start(1);
    const sale = await openSale(3);
    const crowd = crowdOf(stage, sale.id);
    const [buyer = ''] = await crowd.join(1);
    await until('it holds', async () => (await crowd.held()) === 1);
    const { attempt } = await payingOf(stage, sale).claim(buyer, 60_000);
    const open = async () =>
      (await stage.payment.openAuthorisations(sale.id)).map((it) => it.attempt);
    expect(await open()).toContain(attempt);
    expect(await stage.db.sales.remove(sale.id, sale)).toEqual({ kind: 'removed' });
    await until('it is let go', async () => (await open()).length === 0);
  });
});

describe('after a loss of Redis', () => {
  test('a payment of before cannot land, and its money is let go', async () => {
    const { sale, crowd, paying, line, claimed } = await livelySale();
    await stage.redis.flushall();
    await served(sale.id, 2, 'payment');
    await expect(paying.commit(claimed)).rejects.toThrow('epoch');
    await until('the authorisation is cancelled', async () => {
      const open = await stage.payment.openAuthorisations(sale.id);
      return !open.some(({ attempt }) => attempt === claimed.attempt);
    });
    await paying.buy(line[2] ?? '');
    expect((await crowd.place(line[2] ?? '')).state).toBe('sold');
    await stage.audit(sale.id, 5_000);
  });

  test('an order that was not settled yet is settled', async () => {
    const { sale, crowd, paying, line, claimed } = await livelySale();
    const order = await paying.commit(claimed);
    await stage.redis.flushall();
    await served(sale.id, 2, 'unsettled order');
    expect(await crowd.place(line[2] ?? '')).toMatchObject({ state: 'sold', orderId: order.id });
    await stage.audit(sale.id, 5_000);
  });

  test('each network counts its living places again, and a forgotten buyer is in none', async () => {
    await start(1);
    const sale = await openSale(2);
    const { engine, redis, db } = stage;
    for (const buyer of ['ada', 'bob', 'cy', 'dan']) {
      await engine.join(sale.id, { buyer, bearer: true, network: `wide.${buyer}` });
    }
    await until('two hold', async () => (await crowdOf(stage, sale.id).held()) === 2);
    await engine.leave(sale.id, { buyer: 'ada' });
    await until(
      'cy holds',
      async () => (await crowdOf(stage, sale.id).place('cy')).state === 'held',
    );
    await stored(sale.id);
    await db.blocks.forget(sale.id, 'ada');
    await redis.flushall();
    await served(sale.id, 2, 'networks');
    const { networks, byNetwork, lost } = keysOf(sale.id);
    expect(await redis.hgetall(networks)).toEqual({
      bob: 'wide.bob',
      cy: 'wide.cy',
      dan: 'wide.dan',
    });
    expect(await redis.zcard(byNetwork)).toBe(3);
    expect(await redis.hlen(lost)).toBe(1);
    const blocks = JSON.stringify(await db.blocks.read(sale.id, 0, 100));
    expect(blocks).not.toContain('wide.ada');
    expect(blocks).toContain('wide.bob');
  });

  test.each([
    ['is still there', async () => {}],
    ['was lost', () => stage.redis.flushall()],
  ])(
    'what the team changes while a sale whose state %s waits for its restore is in the log',
    async (_, harm) => {
      const { sale } = await livelySale();
      const paused = { reason: 'a look', since: Date.now() };
      await stage.db.sales.update(sale.id, { paused, endsAt: sale.endsAt + 1_000 });
      await until('it is paused', async () => {
        const shot = await stage.engine.snapshot(sale.id);
        return shot.kind === 'snapshot' && shot.paused;
      });
      await stored(sale.id);
      await stopWorkers();
      await stage.db.sales.raiseEpoch(sale.id, 1, Date.now());
      await stage.engine.mark(sale.id, 2);
      await harm();
      const message = 'We go on.';
      await stage.db.sales.update(sale.id, { paused: null, endsAt: sale.endsAt + 2_000, message });
      await start(1);
      await served(sale.id, 3, 'changed meanwhile');
      const log = await stage.engine.readLog(sale.id, 1, 10_000);
      const told = log.slice(log.findLastIndex(({ type }) => type === 'adopt'));
      const { version } = (await stage.db.sales.get(sale.id)) ?? {};
      const { startsAt, lobbyOpensAt } = sale;
      const window = { version, startsAt, endsAt: sale.endsAt + 2_000, lobbyOpensAt };
      expect(told.find(({ type }) => type === 'edit')).toMatchObject(window);
      expect(told.map(({ type }) => type)).toContain('resume');
      expect(told.find(({ type }) => type === 'message')).toMatchObject({ text: message });
      await stage.audit(sale.id);
    },
  );

  test('a block of an older epoch can no longer land', async () => {
    const { sale } = await livelySale();
    const last = await stage.db.blocks.last(sale.id);
    await stage.redis.flushall();
    await served(sale.id, 2, 'block');
    const stale = { ...last, b: (last?.b ?? 0) + 1, hash: 'of another branch' };
    const outcome = await stage.db.blocks.append({ ...stale, entries: [], people: [] } as never);
    expect(outcome.kind).toBe('taken');
  });

  test('a chain that was changed is not believed: the sale waits, and an alert says so', async () => {
    const { sale } = await livelySale();
    const block = await stage.db.blocks.read(sale.id, 0, 1);
    const stranger = { leaf: block[0]?.people[0]?.leaf, buyer: 'stranger' };
    const where = { hash: block[0]?.hash };
    await stage.db.db.collection('blocks').updateOne(where, { $set: { 'people.0': stranger } });
    await stage.redis.flushall();
    await until('the alarm', async () => {
      const { values } = await (workers[0] as StagedWorker).metrics.alerts.get();
      return values.some(({ labels }) => labels.kind === 'restore');
    });
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    const frozen = await stage.engine.snapshot(sale.id);
    expect(frozen).toEqual({ kind: 'unavailable', why: 'restoring' });
    // It is tried again, but not at every tick.
    expect((await stage.db.sales.get(sale.id))?.epoch).toBeLessThan(7);
  });
});

interface Gate {
  reached: Promise<void>;
  open: () => void;
}

/** A worker that stands still before it swaps the new state in, until its gate is opened. */
function slowRestorer(name: string): { restore: Restore; gate: Gate; asksAgain: Promise<void> } {
  const { engine, db } = stage;
  const log = createLogger({ name: 'test', level: 'silent', isProduction: true });
  const locks = createLocks({ engine, token: name, ttlMs: 750, log });
  const [reached, opened, asked] = [signal(), signal(), signal()];
  const restore = createRestore({
    ...{ db, graceMs: 300, codec: createBlockCodec(), metrics: createMetrics(), log },
    engine: {
      ...engine,
      async adopt(...args) {
        reached.give();
        await opened.given;
        return engine.adopt(...args);
      },
    },
    locks: {
      ...locks,
      async take(...args) {
        const lock = await locks.take(...args);
        const again = async () => {
          asked.give();
          return (await lock?.again()) ?? false;
        };
        return lock && { ...lock, again };
      },
    },
    alert: () => {},
    mayAsk: () => true,
    crash: () => {},
  });
  return { restore, gate: { reached: reached.given, open: opened.give }, asksAgain: asked.given };
}

function signal() {
  let give = () => {};
  const given = new Promise<void>((resolve) => {
    give = resolve;
  });
  return { given, give: () => give() };
}

test('a worker that lost its lock while it restored lets the one that took over finish', async () => {
  const { sale, crowd, line } = await livelySale();
  const before = await placesOf(crowd, line);
  await workers.pop()?.stop();
  await stage.redis.flushall();
  const [slow, quick] = [slowRestorer('slow'), slowRestorer('quick')];
  const why = { why: 'missing', awayMs: 0 };
  const slowRun = slow.restore(sale.id, why);
  await slow.gate.reached;
  // It stood still for longer than its lock lasts.
  await stage.redis.del(keysOf(sale.id).lock);
  const quickRun = quick.restore(sale.id, why);
  await quick.gate.reached;
  slow.gate.open();
  await Promise.race([slow.asksAgain, slowRun]);
  quick.gate.open();
  expect(await quickRun).toMatchObject({ kind: 'rebuild', epoch: 3 });
  expect(await slowRun).toMatchObject({ kind: 'fine', epoch: 3 });
  expect((await stage.db.sales.get(sale.id))?.epoch).toBe(3);
  expect(await placesOf(crowd, line)).toEqual(before);
});
