import { keysOf } from '@flash/reservation';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createLiveSales } from '../base/live-sales.ts';
import { createSaleCache } from '../base/sale-cache.ts';
import { foldBlocks } from '../restore/stored-chain.ts';
import { expectWholeChain } from '../testing/backlog.ts';
import { crowdOf } from '../testing/crowd.ts';
import { openStage, type Stage, type StagedWorker, until } from '../testing/stage.ts';
import { createBlockCodec } from './block-codec.ts';
import { createAllowLaterTypes } from './later-types.ts';

let stage: Stage;
let worker: StagedWorker;

beforeAll(async () => {
  stage = await openStage();
  worker = await stage.startWorker();
});
afterAll(async () => {
  await worker.stop();
  await stage.close();
});

/** What a script of a later version writes. */
async function logLater(saleId: string, name: string, values: object): Promise<number> {
  const { meta, log } = keysOf(saleId);
  const n = Number(await stage.redis.hget(meta, 'n')) + 1;
  const entry = `${name} ${Date.now()} ${JSON.stringify(values)}`;
  await stage.redis.multi().xadd(log, `${n}-0`, 'e', entry).hset(meta, 'n', n).exec();
  return n;
}

test.each([
  ['that only tells something', 'Seen', 'state'],
  ['that changes places or units', 'offer', 'halt'],
])(
  'an entry of a later type %s is stored in the chain, and the line goes on',
  async (_, name, told) => {
    const sale = await stage.openSale({ startingQuantity: 3 });
    const crowd = crowdOf(stage, sale.id);
    // A name that cannot stand in a hash by chance.
    await crowd.join(2, { prefix: 'zoe' });
    await until('two hold', async () => (await crowd.held()) === 2);
    const n = await logLater(sale.id, name, { to: '@zoe0', note: '=hello' });
    await crowd.join(1, { prefix: 'later' });
    await until('all of it is noted as stored', async () => (await crowd.shot()).storedN > n);
    const blocks = await expectWholeChain(stage, sale.id);
    const texts = blocks.flatMap(({ entries }) => entries);
    const leaf = expect.stringMatching(
      `^\\[2,${n},\\d+,"${name}",{"note":"=hello","to":"@[0-9a-f]{64}"}\\]$`,
    );
    expect(texts[n - 1]).toEqual(leaf);
    expect(texts.join()).not.toContain('zoe');
    await stage.audit(sale.id, 5_000, { hasLaterTypes: true });
    // A rebuild rests on the log alone: not where a change in it is not understood.
    const folded = await foldBlocks(createBlockCodec(), sale, stage.db.blocks.all(sale.id));
    expect(Object.keys(folded)).toEqual([told]);
  },
);

test('a line that a later version orders by keys is served in their order, and the audit finds no violation', async () => {
  const sale = await stage.openSale({ startingQuantity: 1 });
  const crowd = crowdOf(stage, sale.id);
  const [first = '', ...rest] = await crowd.join(4);
  await until('one holds', async () => (await crowd.held()) === 1);
  const { line, holds } = keysOf(sale.id);
  await stage.engine.allow(sale.id, 1);
  const last = rest.at(-1) ?? '';
  const seq = await stage.redis.zscore(line, last);
  const record = `w ${seq} ${Date.now()}`;
  await logLater(sale.id, 'order', { to: `@${last}`, key: 1 });
  await stage.redis.multi().hset(holds, last, record).zadd(line, 1, last).exec();
  await stage.engine.leave(sale.id, { buyer: first });
  const placeOf = async (buyer: string) => {
    const seen = await stage.engine.position(sale.id, [buyer]);
    return seen.kind === 'positions' ? seen.places[0] : undefined;
  };
  await until('the next one holds', async () => (await placeOf(last))?.state === 'held');
  expect(await placeOf(last)).toMatchObject({ hold: { seq: Number(seq) } });
  expect(await placeOf(rest[0] ?? '')).toMatchObject({ state: 'waiting', rank: 1 });
  await expectWholeChain(stage, sale.id);
  await stage.audit(sale.id, 5_000, { hasLaterTypes: true });
});

test('a later type may be written in a sale once every live process can read it, and from then on', async () => {
  const sale = await stage.openSale();
  const liveSales = createLiveSales(stage.db.sales);
  await liveSales.refresh();
  const allow = (...types: string[]) =>
    createAllowLaterTypes({ ...stage, liveSales, saleCache: createSaleCache() }, types)();
  const number = async () => (await crowdOf(stage, sale.id).shot()).logTypes;
  const processes = stage.db.db.collection<{ _id: string; at: Date }>('processes');
  const old = { kind: 'api', host: 'h', startedAt: new Date(), sessions: [], info: {} };
  await processes.insertOne({ _id: 'b6380de', at: new Date(Date.now() + 60_000), ...old });
  await allow('Seen');
  expect(await number()).toBe(0);
  await processes.deleteOne({ _id: 'b6380de' });
  await allow('Seen', 'offer');
  expect(await number()).toBe(1);
  await allow('offer');
  expect(await number()).toBe(1);
});

test('a worker announces which entries it can read', async () => {
  const processes = await stage.db.processes.list();
  expect(processes.map(({ info }) => info.log)).toContainEqual({ version: 2, types: [] });
});
