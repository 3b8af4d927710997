import { keysOf } from '@flash/reservation';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { foldBlocks } from './restore/fold-blocks.ts';
import { createScribe } from './scribe.ts';
import { expectWholeChain } from './test-backlog.ts';
import { crowdOf } from './test-crowd.ts';
import { openStage, type Stage, type StagedWorker, until } from './test-stage.ts';

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

it.each([
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
    await stage.audit(sale.id, 5_000);
    // A rebuild rests on the log alone: not where a change in it is not understood.
    const folded = await foldBlocks(createScribe(), sale, stage.db.blocks.all(sale.id));
    expect(Object.keys(folded)).toEqual([told]);
  },
);

it('a worker announces which entries it can read', async () => {
  const processes = await stage.db.processes.list();
  expect(processes.map(({ info }) => info.log)).toContainEqual({ version: 2, types: [] });
});
