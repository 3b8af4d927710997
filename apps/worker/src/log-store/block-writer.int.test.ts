import { checkChain, findPlace, genesisHash, leafNonce, leafOf } from '@flash/fairness';
import { createElection, createEngine, keysOf } from '@flash/reservation';
import { createLogger } from '@flash/shared-config';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createMetrics } from '../base/metrics.ts';
import { expectWholeChain, unstoredSale } from '../testing/backlog.ts';
import { crowdOf } from '../testing/crowd.ts';
import {
  onThisMachine,
  openStage,
  type Stage,
  type StagedWorker,
  until,
} from '../testing/stage.ts';
import { createBlockCodec } from './block-codec.ts';
import { createBlockWriter } from './block-writer.ts';

let stage: Stage;
let workers: StagedWorker[] = [];

beforeAll(async () => {
  stage = await openStage();
});
afterEach(async () => {
  for (const worker of workers) {
    await worker.stop();
  }
  workers = [];
});
afterAll(() => stage.close());

async function storedUpTo(saleId: string, n: number): Promise<void> {
  await until(`entry ${n} is stored`, async () => {
    return ((await stage.db.blocks.last(saleId))?.to ?? 0) >= n;
  });
}

describe.each([1, 4])('the chain that %i workers write', (count) => {
  test('holds every entry once and in order, whichever worker wrote it', async () => {
    for (let i = 0; i < count; i += 1) {
      workers.push(await stage.startWorker());
    }
    const sale = await stage.openSale({ startingQuantity: 500 });
    const crowd = crowdOf(stage, sale.id);
    for (let wave = 0; wave < 4; wave += 1) {
      await crowd.join(800, { prefix: `w${wave}-` });
    }
    await until('all granted', async () => (await crowd.held()) === 500);
    const { n } = await crowd.shot();
    await storedUpTo(sale.id, n);
    const blocks = await stage.db.blocks.readPublic(sale.id, 0, 1_000);
    expect(checkChain(blocks, { genesis: genesisHash(sale) })).toMatchObject({ kind: 'whole' });
    expect(blocks.at(-1)?.to).toBe(n);
    expect(Math.max(...blocks.map((block) => block.entries.length))).toBeLessThanOrEqual(1_000);
  });
});

describe('the public chain', () => {
  test('shows buyers their own entries and contains no name', async () => {
    workers.push(await stage.startWorker());
    const sale = await stage.openSale({ startingQuantity: 1 });
    const crowd = crowdOf(stage, sale.id);
    // A name that cannot stand in a hash by chance.
    await crowd.join(3, { prefix: 'zoe' });
    await until('granted', async () => (await crowd.held()) === 1);
    await storedUpTo(sale.id, (await crowd.shot()).n);
    const blocks = await stage.db.blocks.readPublic(sale.id, 0, 1_000);
    const leaf = leafOf(leafNonce(sale, 'zoe0'), sale.id, 'zoe0');
    expect(findPlace(blocks, leaf).map((found) => found.type)).toContain('join');
    expect(JSON.stringify(blocks)).not.toContain('zoe');
  });

  test('accepts joins again as soon as a worker stores the log', async () => {
    const sale = await stage.openSale({ startingQuantity: 1 });
    const join = (buyer: string) => stage.engine.join(sale.id, { buyer, bearer: false });
    await join('first');
    await until('join refuses, because no worker stores the log', async () => {
      const outcome = await join(`b${Math.random().toString(36).slice(2)}`);
      return outcome.kind === 'unavailable' && outcome.why === 'lagging';
    });
    workers.push(await stage.startWorker());
    const ms = await until('join answers', async () => (await join('second')).kind === 'joined');
    expect(ms).toBeLessThan(await onThisMachine(1_500));
  });
});

describe('a block whose writer died before noting it as stored', () => {
  test('does not close a quiet sale to joins: the next writer notes it', async () => {
    const sale = await stage.openSale({ lobbyOpensAt: 0, startsAt: Date.now() + 600_000 });
    await stage.engine.join(sale.id, { buyer: 'ada', bearer: false });
    // Crash point B1: the block is in MongoDB, and Redis does not know it.
    const entries = await stage.engine.readLog(sale.id, 1, 10);
    await stage.db.blocks.append(
      createBlockCodec().encode({ sale, epoch: 1, last: null, entries }),
    );
    workers.push(await stage.startWorker());
    // Once the oldest entry that is not noted is older than 5 s, joins are refused.
    const late = createEngine(stage.redis, { now: () => Date.now() + 6_000 });
    const join = () => late.join(sale.id, { buyer: 'bob', bearer: false });
    expect(await join()).toEqual({ kind: 'unavailable', why: 'lagging' });
    await until('join answers', async () => (await join()).kind === 'joined');
  });
});

describe('a writer that leads again after another one has stored and trimmed the log', () => {
  test('goes on from what is stored, and takes nothing for lost', async () => {
    const { engine, db } = stage;
    const sale = await stage.openSale({ lobbyOpensAt: 0, startsAt: Date.now() + 600_000 });
    const join = (buyer: string) => engine.join(sale.id, { buyer, bearer: false });
    const alarms: string[] = [];
    const writerOf = (name: string) =>
      createBlockWriter({
        ...{ engine, db, codec: createBlockCodec(), metrics: createMetrics(), crash: () => {} },
        election: createElection(stage.redis, name),
        alert: (kind) => alarms.push(kind),
        log: createLogger({ name: 'test', level: 'silent', isProduction: true }),
        onGap: async () => void alarms.push('gap'),
      });
    const storeAs = async (writer: ReturnType<typeof writerOf>) => {
      await stage.redis.del(`fslead:blocks:${sale.id}`);
      await writer.store(sale.id);
    };
    const [one, other] = [writerOf('one'), writerOf('other')];
    await join('ada');
    await storeAs(one);
    await join('bob');
    await storeAs(other);
    const { n } = await crowdOf(stage, sale.id).shot();
    await stage.redis.xtrim(keysOf(sale.id).log, 'MINID', `${n + 1}-0`);
    await join('cyd');
    await storeAs(one);
    expect(alarms).toEqual([]);
    expect((await db.blocks.last(sale.id))?.to).toBe(n + 1);
  });
});

describe('a backlog that names more people than a block may', () => {
  test('is stored in several blocks, and joins open again by themselves', async () => {
    const most = 20_000;
    const people = { people: 1.5 * most, granted: 0, holdMs: 900_000 };
    const { id } = await unstoredSale(stage, people);
    workers.push(await stage.startWorker());
    const isStored = async () => {
      const shot = await stage.engine.snapshot(id);
      return shot.kind === 'snapshot' && shot.n > 30 && shot.storedN === shot.n;
    };
    // However slow the machine: what counts is that it ends by itself.
    await until('its last entry is stored and noted', isStored, 60_000);
    const blocks = await expectWholeChain(stage, id);
    const names = blocks.map(({ entries }) => JSON.stringify(entries).match(/[0-9a-f]{64}/g));
    expect(Math.max(...names.map((found) => found?.length ?? 0))).toBeLessThanOrEqual(most);
  }, 90_000);
});
