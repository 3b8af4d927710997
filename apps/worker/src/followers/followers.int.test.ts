import { randomUUID } from 'node:crypto';
import type { Database, Transaction } from '@flash/database';
import type { LogEntry } from '@flash/fairness';
import { createLogger } from '@flash/shared-config';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { FollowHook } from '../base/crash-points.ts';
import { createMetrics } from '../base/metrics.ts';
import { createBlockCodec } from '../log-store/block-codec.ts';
import { crowdOf } from '../testing/crowd.ts';
import { onThisMachine, openStage, type Stage, until } from '../testing/stage.ts';
import { createFollowers, type Followers, type LogConsumer } from './followers.ts';

let stage: Stage;
let open: Followers[] = [];
const alarms: string[] = [];

beforeAll(async () => {
  stage = await openStage();
});
afterEach(async () => {
  await Promise.all(open.map((followers) => followers.close()));
  open = [];
});
afterAll(() => stage.close());

/** Writes each entry that it is given into its outbox, so that what was lost or doubled shows there. */
function createNotary(changes: Partial<LogConsumer<readonly LogEntry[]>> = {}) {
  const name = `notary-${randomUUID()}`;
  const outbox = stage.db.db.collection(`outbox-${name}`);
  let written = outbox;
  const consumer: LogConsumer<readonly LogEntry[]> & { saleOf?: string } = {
    name,
    isOn: () => true,
    since: async () => 0,
    prepare: async ({ saleId, entries }) => {
      consumer.saleOf = saleId;
      return entries;
    },
    async write(entries, session: Transaction) {
      const docs = entries.map(({ n, type }) => ({ saleId: consumer.saleOf, n, type }));
      await written.insertMany(docs, { session });
    },
    ...changes,
  };
  return {
    consumer,
    async numbers(saleId: string): Promise<number[]> {
      const found = await outbox.find({ saleId }, { sort: { _id: 1 } }).toArray();
      return found.map(({ n }) => n);
    },
    /** In a worker with a connection of its own. */
    of(db: Database) {
      written = db.db.collection(outbox.collectionName);
      return [consumer];
    },
    prepareOutbox: () => stage.db.db.createCollection(outbox.collectionName),
  };
}

const silent = createLogger({ name: 'test', level: 'silent', isProduction: true });

function follow(consumer: LogConsumer, crash: FollowHook = () => {}): Followers {
  const followers = createFollowers({
    ...{ db: stage.db, codec: createBlockCodec(), metrics: createMetrics(), crash },
    consumers: [consumer],
    alert: (kind) => void alarms.push(kind),
    log: silent,
  });
  open.push(followers);
  return followers;
}

/** A sale with blocks of `size` joins each, `at` a second apart from second 1 on. */
async function saleWithBlocks(count: number, size = 5) {
  const sale = await stage.openSale();
  const codec = createBlockCodec();
  let last = null;
  for (let b = 0; b < count; b += 1) {
    const entries = Array.from({ length: size }, (_, i) => ({
      ...{ n: b * size + i + 1, at: (b + 1) * 1_000 + i, type: 'join' as const, late: false },
      ...{ seq: 1_000_000_000 + b * size + i, buyer: `b${b}-${i}` },
    }));
    const block = codec.encode({ sale, epoch: 1, last, entries });
    await stage.db.blocks.append(block);
    last = block;
  }
  return sale;
}

const upTo = (n: number, from = 1) => Array.from({ length: n - from + 1 }, (_, i) => from + i);

describe('a consumer of the log', () => {
  test('gets every entry of a live sale once and in order, within a moment, across a new epoch', async () => {
    const notary = createNotary();
    await notary.prepareOutbox();
    const worker = await stage.startWorker({ consumers: notary.of });
    const sale = await stage.openSale({ startingQuantity: 3 });
    const crowd = crowdOf(stage, sale.id);
    await crowd.join(20);
    await until('units are held', async () => (await crowd.held()) === 3);
    await stage.db.sales.raiseEpoch(sale.id, 1, Date.now());
    await until('it is restored', async () => {
      const shot = await stage.engine.snapshot(sale.id);
      return shot.kind === 'snapshot' && shot.epoch > 1;
    });
    const { n } = await crowd.shot();
    await until('the block is stored', async () => {
      return ((await stage.db.blocks.last(sale.id))?.to ?? 0) >= n;
    });
    const ms = await until('all arrived', async () => {
      return ((await notary.numbers(sale.id)).at(-1) ?? 0) >= n;
    });
    const numbers = await notary.numbers(sale.id);
    expect(numbers).toEqual(upTo(numbers.length));
    expect(ms).toBeLessThan(await onThisMachine(1_000));
    await worker.stop();
  });

  test('that is off is told nothing and leaves no trace, and is told everything when it goes on', async () => {
    let isOn = false;
    const notary = createNotary({ isOn: () => isOn });
    await notary.prepareOutbox();
    const sale = await saleWithBlocks(3);
    const followers = follow(notary.consumer);
    followers.wake(sale.id);
    await followers.catchUp([sale.id]);
    await followers.close();
    expect(await stage.db.logCursors.read(notary.consumer.name, sale.id)).toBeNull();
    isOn = true;
    const later = follow(notary.consumer);
    await later.catchUp([sale.id]);
    await until('all arrived', async () => (await notary.numbers(sale.id)).length === 15);
  });

  test('that begins at a moment gets the entries from then on', async () => {
    const notary = createNotary({ since: async () => 2_003 });
    await notary.prepareOutbox();
    const sale = await saleWithBlocks(3);
    follow(notary.consumer).wake(sale.id);
    await until('the last one arrived', async () => {
      return (await notary.numbers(sale.id)).at(-1) === 15;
    });
    expect(await notary.numbers(sale.id)).toEqual(upTo(15, 9));
  });

  test('that has nothing to do with most entries moves its cursor seldom, and misses none', async () => {
    const notary = createNotary();
    await notary.prepareOutbox();
    const { prepare } = notary.consumer;
    notary.consumer.prepare = async (batch) =>
      batch.entries.some(({ n }) => n === 38) ? prepare(batch) : null;
    const sale = await saleWithBlocks(8);
    follow(notary.consumer).wake(sale.id);
    await until('it arrived', async () => (await notary.numbers(sale.id)).includes(38));
    const cursor = await stage.db.logCursors.read(notary.consumer.name, sale.id);
    expect(cursor?.last?.b).toBe(7);
  });

  test('is not told of a block that was changed after it was written', async () => {
    const notary = createNotary();
    await notary.prepareOutbox();
    const sale = await saleWithBlocks(2);
    const blocks = stage.db.db.collection('blocks');
    const [second] = await blocks.find({ b: 1 }, { sort: { _id: -1 } }).toArray();
    const changed = await blocks.updateOne({ _id: second?._id }, { $set: { hash: 'changed' } });
    expect(changed.modifiedCount).toBe(1);
    follow(notary.consumer).wake(sale.id);
    await until('the alert', async () => alarms.includes('chain'));
    expect(await notary.numbers(sale.id)).toEqual([]);
  });
});

test('a safety read that found nothing behind reads no cursor again until another block is stored', async () => {
  const notary = createNotary();
  await notary.prepareOutbox();
  const { logCursors } = stage.db;
  let reads = 0;
  const counted = {
    ...logCursors,
    behind(...asked: Parameters<typeof logCursors.behind>) {
      reads += 1;
      return logCursors.behind(...asked);
    },
  };
  const followers = createFollowers({
    ...{ db: { ...stage.db, logCursors: counted }, codec: createBlockCodec(), log: silent },
    ...{ consumers: [notary.consumer], metrics: createMetrics(), crash: () => {} },
    alert: (kind) => void alarms.push(kind),
  });
  open.push(followers);
  const sale = await saleWithBlocks(2);
  await until('nothing is behind', async () => {
    const before = reads;
    await followers.catchUp([sale.id]);
    return reads === before;
  });
  expect(await notary.numbers(sale.id)).toEqual(upTo(10));
  const before = reads;
  await saleWithBlocks(1);
  await followers.catchUp([sale.id]);
  expect(reads).toBe(before + 1);
});

describe('two workers that follow the same sale', () => {
  test('together hand on each entry once', async () => {
    const notary = createNotary();
    await notary.prepareOutbox();
    const sale = await saleWithBlocks(40, 30);
    const workers = [follow(notary.consumer), follow(notary.consumer)];
    for (let round = 0; round < 5; round += 1) {
      for (const worker of workers) {
        worker.wake(sale.id);
        await new Promise((resolve) => setImmediate(resolve));
      }
    }
    await until('the last one arrived', async () => {
      return (await notary.numbers(sale.id)).at(-1) === 1_200;
    });
    await Promise.all(workers.map((worker) => worker.close()));
    expect(await notary.numbers(sale.id)).toEqual(upTo(1_200));
  });
});

describe('a worker that dies', () => {
  test.each(['F0', 'F2'] as const)('at %s loses and doubles no entry', async (point) => {
    const notary = createNotary();
    await notary.prepareOutbox();
    const sale = await saleWithBlocks(12);
    const doomed = follow(notary.consumer, (at) => {
      if (at === point) {
        throw new Error('dies here');
      }
    });
    doomed.wake(sale.id);
    await until('it came there', async () => {
      const count = (await notary.numbers(sale.id)).length;
      return point === 'F0' || count > 0;
    });
    await doomed.close();
    const survivor = follow(notary.consumer);
    await survivor.catchUp([sale.id]);
    await until('the last one arrived', async () => {
      return (await notary.numbers(sale.id)).at(-1) === 60;
    });
    await survivor.close();
    expect(await notary.numbers(sale.id)).toEqual(upTo(60));
  });

  test('with its work half written in the transaction writes it whole or not at all', async () => {
    const notary = createNotary();
    await notary.prepareOutbox();
    const { write } = notary.consumer;
    let tries = 0;
    notary.consumer.write = async (entries, transaction) => {
      tries += 1;
      await write(tries === 1 ? entries.slice(0, 3) : entries, transaction);
      if (tries === 1) {
        throw new Error('dies here');
      }
    };
    const sale = await saleWithBlocks(1);
    follow(notary.consumer).wake(sale.id);
    await until('all arrived', async () => (await notary.numbers(sale.id)).length >= 5);
    expect(await notary.numbers(sale.id)).toEqual(upTo(5));
    expect(tries).toBe(2);
  });

  test('between storing a block and following it leaves the block to the next safety read', async () => {
    const notary = createNotary();
    await notary.prepareOutbox();
    const sale = await saleWithBlocks(2);
    follow(notary.consumer).wake(sale.id);
    await until('all arrived', async () => (await notary.numbers(sale.id)).length === 10);
    const last = await stage.db.blocks.last(sale.id);
    const entries = [
      { ...{ n: 11, at: 9_000, type: 'leave' as const }, buyer: 'b0-0', seq: 1, unit: null },
    ];
    const block = createBlockCodec().encode({ sale, epoch: 1, last, entries });
    await stage.db.blocks.append(block);
    expect(await stage.db.logCursors.behind(notary.consumer.name, 10)).toEqual([sale.id]);
    // The sale is over: it is no longer among the live ones.
    const other = follow(notary.consumer);
    await other.catchUp([]);
    await until('it arrived', async () => (await notary.numbers(sale.id)).length === 11);
    await stage.db.logCursors.rest(notary.consumer.name, [], Date.now() + 1_000);
    expect(await stage.db.logCursors.behind(notary.consumer.name, 10)).toEqual([]);
  });
});
