import type { Sale } from '@flash/database';
import { createElection, type Election } from '@flash/reservation';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createBlockCodec } from '../log-store/block-codec.ts';
import { crowdOf } from '../testing/crowd.ts';
import { openStage, type Stage } from '../testing/stage.ts';
import { createCompleteAuditRows } from './unfinished-changes.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

/** Stores each new entry of the log in a block of its own. */
async function store(sale: Sale): Promise<void> {
  const codec = createBlockCodec();
  for (;;) {
    const last = await stage.db.blocks.last(sale.id);
    const entries = await stage.engine.readLog(sale.id, (last?.to ?? 0) + 1, 1);
    if (entries.length === 0) {
      return;
    }
    await stage.db.blocks.append(codec.encode({ sale, epoch: 1, last, entries }));
  }
}

/** The workers of tests that run at the same time stand for election on the same Redis. */
function ownElection(worker: string): Election {
  const { lead, ledForMs } = createElection(stage.redis, worker);
  const own = (name: string) => `${stage.db.db.databaseName}:${name}`;
  return {
    lead: (name, ttlMs) => lead(own(name), ttlMs),
    ledForMs: (name, ttlMs) => ledForMs(own(name), ttlMs),
  };
}

/** How many blocks MongoDB reads for this work. */
async function blocksRead(work: () => Promise<unknown>): Promise<number> {
  const { db } = stage.db;
  await db.command({ profile: 2 });
  await work();
  await db.command({ profile: 0 });
  const profile = db.collection('system.profile');
  const found = await profile.find({ ns: `${db.databaseName}.blocks` }).toArray();
  await profile.drop();
  return found.reduce((sum, { docsExamined }) => sum + (docsExamined ?? 0), 0);
}

test('a row of the audit log that waits for its change has each block read once, by one worker', async () => {
  const { db, engine } = stage;
  const sale = await stage.openSale({ startingQuantity: 2 });
  const crowd = crowdOf(stage, sale.id);
  const [ada = ''] = await crowd.join(30, { wake: false });
  await engine.lock(sale.id, 'test', 60_000);
  await engine.grant(sale.id, { token: 'test', max: 2, clearWake: true });
  const row = {
    ...{ action: 'buyer.release', saleId: sale.id, subject: ada, reason: 'Asked for by phone' },
    at: Date.now() - 6_000,
    actor: { id: 'ann', email: null, role: 'operator' as const },
    ...{ before: null, after: null, ip: null, requestId: null },
  };
  await db.audit.begin(row, (await crowd.shot()).n - 20);
  await store(sale);
  const [one, other] = ['one', 'other'].map((worker) =>
    createCompleteAuditRows({ db, election: ownElection(worker) }),
  );
  if (!one || !other) {
    throw new Error('two workers');
  }
  const tick = () => one(Date.now());
  expect(await blocksRead(tick)).toBeGreaterThanOrEqual(20);
  expect(await blocksRead(() => other(Date.now()))).toBe(0);
  expect(await blocksRead(tick)).toBeLessThanOrEqual(1);
  await engine.release(sale.id, { buyer: ada });
  await store(sale);
  expect(await blocksRead(async () => expect(await tick()).toBe(1))).toBeLessThanOrEqual(3);
  expect((await db.audit.list({ saleId: sale.id })).items[0]?.outcome).toBe('done');
});
