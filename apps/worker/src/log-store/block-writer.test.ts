import type { Block, BlockHead, Database, Sale } from '@flash/database';
import { checkChain, genesisHash, type LogEntry } from '@flash/fairness';
import type { Engine } from '@flash/reservation';
import { createLogger } from '@flash/shared-config';
import { expect, test } from 'vitest';
import { createMetrics } from '../base/metrics.ts';
import { createBlockCodec } from './block-codec.ts';
import { createBlockWriter } from './block-writer.ts';

const sale = { id: 'a'.repeat(24), leafKey: 'key' } as Sale;
const PAGE = { entries: 60, names: 1_000 };
const codec = createBlockCodec({ page: PAGE });

const entriesFrom = (from: number, count: number): LogEntry[] =>
  Array.from({ length: count }, (_, i) => {
    const n = from + i;
    return { n, at: n, type: 'join', seq: 1_000_000_000 + n, buyer: `b${n}`, late: false };
  });

/** One sale, its log in Redis, its chain in MongoDB and a writer between them. */
function setup(logged: number) {
  const world = {
    log: entriesFrom(1, logged),
    /** When it is not that of the last look. */
    logEpoch: null as number | null,
    chain: [] as Block[],
    redis: { kind: 'snapshot', epoch: 1, n: logged, storedN: 0 } as Record<string, unknown>,
    leads: true,
    isListed: true,
    /** How often the end of the chain was read from MongoDB. */
    reads: 0,
    said: [] as string[],
    /** What happens when a block is appended for the n-th time. */
    onAppend: (_times: number) => {},
    onSnapshot: (_times: number) => {},
  };
  const say = (...words: unknown[]) => void world.said.push(words.join(' '));
  let [appends, snapshots] = [0, 0];
  const engine = {
    async snapshot() {
      world.onSnapshot(++snapshots);
      return { ...world.redis };
    },
    readLog: async (_sale: string, from: number, count: number, epoch: number) =>
      epoch === (world.logEpoch ?? world.redis.epoch)
        ? world.log.filter(({ n }) => n >= from).slice(0, count)
        : [],
    async stored(_sale: string, { epoch, n }: { epoch: number; n: number }) {
      say('noted', epoch, n);
      world.redis.storedN = n;
    },
  } as unknown as Engine;
  const blocks = {
    async last(): Promise<BlockHead | null> {
      world.reads += 1;
      return world.chain.at(-1) ?? null;
    },
    async append(block: Block) {
      world.onAppend(++appends);
      if (world.chain.some(({ b }) => b === block.b)) {
        say('taken', block.b);
        return { kind: 'taken' };
      }
      world.chain.push(block);
      say('block', block.from, block.to);
      return { kind: 'stored' };
    },
  };
  const db = {
    blocks,
    sales: { get: async () => (world.isListed ? sale : null) },
  } as unknown as Database;
  const writer = createBlockWriter({
    ...{ engine, db, codec, metrics: createMetrics(), crash: () => {} },
    election: { lead: async () => world.leads, ledForMs: async () => 0 } as never,
    alert: (kind, _sale, details) => say('alert', kind, JSON.stringify(details)),
    log: createLogger({ name: 'test', level: 'silent', isProduction: true }),
    onStored: () => say('told'),
    onGap: async (_sale, epoch) => say('gap', epoch),
  });
  async function store() {
    world.said.length = 0;
    await writer.store(sale.id);
    return [...world.said];
  }
  /** Another writer's block, after those that are there. */
  function storeElsewhere(count: number, epoch = 1) {
    const last = world.chain.at(-1) ?? null;
    const entries = world.log.filter(({ n }) => n > (last?.to ?? 0)).slice(0, count);
    world.chain.push(codec.encode({ sale, epoch, last, entries }));
  }
  function log(count: number) {
    world.log.push(...entriesFrom(Number(world.redis.n) + 1, count));
    world.redis.n = Number(world.redis.n) + count;
  }
  return { world, writer, store, storeElsewhere, log };
}

test('a few entries are one block, which is told and noted; the next ones go on from there', async () => {
  const { world, store, log } = setup(3);
  expect(await store()).toEqual(['block 1 3', 'told', 'noted 1 3']);
  expect(await store()).toEqual([]);
  log(2);
  expect(await store()).toEqual(['block 4 5', 'told', 'noted 1 5']);
  expect(checkChain(world.chain, { genesis: genesisHash(sale) })).toMatchObject({ kind: 'whole' });
});

test('after many entries the writer looks once more for those that came meanwhile, after few it does not', async () => {
  for (const [first, more] of [
    [50, ['block 51 51', 'told', 'noted 1 51']],
    [49, []],
  ] as const) {
    const { world, store, log } = setup(first);
    world.onAppend = (times) => times === 1 && log(1);
    expect(await store()).toEqual([`block 1 ${first}`, 'told', `noted 1 ${first}`, ...more]);
  }
});

test('a backlog is stored page by page', async () => {
  const { store } = setup(125);
  const blocks = (await store()).filter((what) => what.startsWith('block'));
  expect(blocks).toEqual(['block 1 60', 'block 61 120', 'block 121 125']);
});

test('a crowd that goes on coming is followed for as long as much is new each time', async () => {
  const { world, store, log } = setup(50);
  world.onAppend = (times) => times < 6 && log(50);
  const blocks = (await store()).filter((what) => what.startsWith('block'));
  expect(blocks).toHaveLength(6);
});

test('the next block is made while MongoDB stores the one before, and none behind the last entry', async () => {
  const { world, store } = setup(125);
  let looks = 0;
  const looksAtAppend: number[] = [];
  world.onSnapshot = (times) => {
    looks = times;
  };
  world.onAppend = () => void looksAtAppend.push(looks);
  await store();
  expect(looksAtAppend).toEqual([2, 3, 3]);
});

test('a block that is stored stays, also when Redis is away before the next one is made', async () => {
  const { world, store } = setup(125);
  world.onSnapshot = (times) => times === 2 && Object.assign(world.redis, { kind: 'unavailable' });
  expect(await store()).toEqual(['block 1 60', 'told', 'noted 1 60']);
});

test('the end of the chain is read from MongoDB once, and once more when another writer was quicker', async () => {
  const { world, store, storeElsewhere, log } = setup(2);
  await store();
  log(1);
  await store();
  expect(world.reads).toBe(1);
  log(1);
  world.onAppend = () => world.chain.length === 2 && storeElsewhere(1);
  await store();
  expect(world.reads).toBe(2);
});

test('a worker that does not lead stores nothing, nor anyone in a sale that is gone', async () => {
  const { world, store } = setup(3);
  Object.assign(world, { leads: false });
  expect(await store()).toEqual([]);
  Object.assign(world, { leads: true, isListed: false });
  expect(await store()).toEqual([]);
});

test('a block that another writer was quicker with is read, and the chain goes on behind it', async () => {
  const { world, store, storeElsewhere } = setup(3);
  world.onAppend = (times) => times === 1 && storeElsewhere(2);
  expect(await store()).toEqual(['taken 0', 'block 3 3', 'told', 'noted 1 3']);
});

test('a writer that is always too late gives way', async () => {
  const { world, store, storeElsewhere, log } = setup(1);
  world.onAppend = () => {
    storeElsewhere(1);
    log(1);
  };
  expect(await store()).toEqual(['taken 0', 'taken 1', 'taken 2', 'taken 3']);
});

test('a block that was stored and not noted is noted by the next writer, once', async () => {
  const { store, storeElsewhere } = setup(3);
  storeElsewhere(3);
  expect(await store()).toEqual(['noted 1 3']);
  expect(await store()).toEqual([]);
});

test('an empty log is left alone', async () => {
  expect(await setup(0).store()).toEqual([]);
});

test('nothing is written to the chain of a newer epoch, nor while Redis cannot tell its epoch', async () => {
  const { world, store, storeElsewhere } = setup(3);
  world.redis.kind = 'unavailable';
  expect(await store()).toEqual([]);
  world.redis.kind = 'snapshot';
  storeElsewhere(1, 2);
  expect(await store()).toEqual([]);
  world.redis.epoch = 2;
  expect(await store()).toEqual(['block 2 3', 'told', 'noted 2 3']);
});

test('entries that are named and not there are lost: a person is told, and nothing is written behind them', async () => {
  const { world, store } = setup(3);
  world.log.splice(0, 1);
  const alert = 'alert chain {"missing":1,"logged":3}';
  expect(await store()).toEqual([alert, 'gap 1']);
});

test('entries lost behind the last block are told with its next number', async () => {
  const { world, store, log } = setup(2);
  await store();
  log(2);
  world.log.splice(2);
  expect(await store()).toEqual(['alert chain {"missing":3,"logged":4}', 'gap 1']);
});

test('entries that another writer has stored and trimmed meanwhile are not lost', async () => {
  const { world, store, storeElsewhere, log } = setup(2);
  await store();
  log(2);
  storeElsewhere(2);
  world.log.splice(0);
  expect(await store()).toEqual(['noted 1 4']);
});

test.each([
  ['of another epoch', { epoch: 2 }],
  ['that Redis no longer tells', { kind: 'unavailable' }],
])(
  'entries %s, in which the log was replaced while it was read, are not lost',
  async (_what, now) => {
    const { world, store } = setup(3);
    world.log.splice(0);
    world.onSnapshot = (times) => times === 2 && Object.assign(world.redis, now);
    expect(await store()).toEqual([]);
  },
);

test('the log of an older epoch, which another Redis brings between the look and the reading, is not stored', async () => {
  const { world, store } = setup(3);
  world.redis.epoch = 2;
  world.onSnapshot = (times) => {
    if (times === 1) {
      world.logEpoch = 1;
    } else {
      world.redis.kind = 'unavailable';
    }
  };
  expect(await store()).toEqual([]);
  expect(world.chain).toEqual([]);
});

test('what is known of a chain is forgotten with its sale', async () => {
  const { world, writer, store, storeElsewhere, log } = setup(2);
  await store();
  log(2);
  storeElsewhere(1);
  writer.forget(sale.id);
  expect(await store()).toEqual(['block 4 4', 'told', 'noted 1 4']);
  expect(world.chain).toHaveLength(3);
});
