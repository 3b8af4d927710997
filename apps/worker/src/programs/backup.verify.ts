import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { changeFilesOf, EPOCHS_PASSED_OVER } from '@flash/database';
import { endWithMe, type PrivateRedis, startPrivateRedis } from '@flash/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { crowdOf } from '../testing/crowd.ts';
import { payingOf } from '../testing/payment.ts';
import { projectRoot } from '../testing/process.ts';
import { onThisMachine, openStage, type Stage, until } from '../testing/stage.ts';
import { readList } from './forget-again.ts';

const PATIENCE_MS = 60_000;
const into = mkdtempSync(join(tmpdir(), 'flash-backup-'));
let server: PrivateRedis;
let stage: Stage;
beforeAll(async () => {
  server = await startPrivateRedis();
  stage = await openStage({ redisUrl: server.url });
});
afterAll(async () => {
  await stage.close();
  await server.destroy();
  rmSync(into, { recursive: true, force: true });
});

/** The program itself, as an operator starts it. */
function start(name: 'backup' | 'restore', ...args: string[]) {
  const file = `apps/worker/src/programs/${name}.ts`;
  const child = spawn(process.execPath, ['--import', 'tsx', file, ...args], {
    cwd: projectRoot,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...stage.env, ENV_FILE: '/nonexistent' },
  });
  endWithMe(child);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
  }
  return { child, output: () => output };
}
const ended = async ({ child }: { child: ChildProcess }) => {
  const [code] = child.exitCode === null ? await once(child, 'exit') : [child.exitCode];
  return code;
};
const backups = () => readdirSync(into).filter((name) => name.startsWith('2'));

test('after everything was destroyed and restored the sale goes on, its audit is clean, and who was forgotten stays forgotten', {
  timeout: 3 * PATIENCE_MS,
}, async () => {
  const sale = await stage.openSale({ startingQuantity: 8 });
  const [crowd, paying] = [crowdOf(stage, sale.id), payingOf(stage, sale)];
  const first = await stage.startWorker();
  const over = await stage.openSale({ startingQuantity: 2 });
  const forgotten = 'past0';
  const past = crowdOf(stage, over.id);
  await past.join(1, { prefix: 'past' });
  await until('the buyer of a sale before holds', async () => (await past.held()) === 1);
  await payingOf(stage, over).buy(forgotten);
  await stage.db.sales.update(over.id, { status: 'archived' });
  const line = await crowd.join(12);
  await until('eight hold', async () => (await crowd.held()) === 8);
  await paying.buy(line[0] ?? '');
  const isStored = async () => {
    const { n, storedN } = await crowd.shot();
    return n === storedN;
  };
  await until('the log is stored', isStored);

  const early = start('backup', '--to', into);
  expect(await ended(early), early.output()).toBe(0);
  const following = start('backup', '--to', into, '--follow');
  await until(
    'it follows',
    async () => following.output().includes('following every change'),
    PATIENCE_MS,
  );
  const [earliest = '', latest = ''] = backups();

  // What happens after the second backup is in its changes only.
  await paying.buy(line[1] ?? '');
  const later = await crowd.join(1, { prefix: 'later' });
  await until('the log is stored', isStored);
  const person = { kind: 'person', account: null, buyers: [forgotten], isByAddress: true } as const;
  await stage.db.forgettings.note(person, Date.now());
  await until('the list has the person', async () => readList(into).length === 1, PATIENCE_MS);
  await until('all changes are written', async () => changeFilesOf(join(into, latest)).length > 0);
  following.child.kill('SIGTERM');
  expect(await ended(following), following.output()).toBe(0);
  await first.stop();

  await stage.db.db.dropDatabase();
  await stage.redis.flushall();
  const destroyedAt = performance.now();

  const again = start('restore', join(into, latest));
  expect(await ended(again), again.output()).toBe(0);
  const second = await stage.startWorker();
  const isThere = async () => (await stage.engine.snapshot(sale.id)).kind === 'snapshot';
  await until('the sale is there', isThere, PATIENCE_MS);
  const restoredMs = performance.now() - destroyedAt;

  expect((await crowd.shot()).epoch).toBeGreaterThan(EPOCHS_PASSED_OVER);
  expect(await crowd.shot()).toMatchObject({ sold: 2, held: 6, waiting: 5 });
  expect(await stage.db.orders.countLive(sale.id)).toBe(2);
  // The last in line joined after the backup, and kept the place.
  expect(await crowd.place(later[0] ?? '')).toMatchObject({ state: 'waiting', rank: 5 });
  const [anonymous] = await stage.db.orders.ofPerson({ buyers: [forgotten] });
  expect(anonymous).toMatchObject({ email: '', contact: null });

  await paying.buy(line[2] ?? '');
  await stage.engine.release(sale.id, { buyer: line[3] ?? '' });
  await until(
    'the next in line is served',
    async () => (await crowd.place(line[8] ?? '')).state === 'held',
  );
  await stage.audit(sale.id, await onThisMachine(10_000));
  await second.stop();

  // The older backup knows neither the second order nor that the person was forgotten since.
  const older = start('restore', join(into, earliest), '--replace');
  expect(await ended(older), older.output()).toBe(0);
  expect(await stage.db.orders.countLive(sale.id)).toBe(1);
  const [still] = await stage.db.orders.ofPerson({ buyers: [forgotten] });
  expect(still).toMatchObject({ email: '', contact: null });
  console.log('ms from the loss to the served sale', Math.round(restoredMs));
});

test('a restore touches nothing when the database is not empty, a process uses it, or the backup is damaged or too young', {
  timeout: 2 * PATIENCE_MS,
}, async () => {
  const [earliest = ''] = backups();
  const folder = join(into, earliest);
  const full = start('restore', folder);
  expect(await ended(full)).toBe(1);
  expect(full.output()).toMatch(/holds flashsales\. Restore into an empty one/);

  const worker = await stage.startWorker();
  const used = start('restore', folder, '--replace');
  expect(await ended(used)).toBe(1);
  expect(used.output()).toMatch(/worker\. Stop them first/);
  await worker.stop();

  const tooEarly = start('restore', folder, '--replace', '--at', '2020-01-01T00:00:00Z');
  expect(await ended(tooEarly)).toBe(1);
  expect(tooEarly.output()).toMatch(/This backup begins at/);
  expect(await stage.db.db.collection('orders').countDocuments()).toBeGreaterThan(0);

  const victim = join(folder, 'orders.bson.gz');
  expect(statSync(victim).mode & 0o077).toBe(0);
  appendFileSync(victim, 'x');
  const damaged = start('restore', folder, '--replace');
  expect(await ended(damaged)).toBe(1);
  expect(damaged.output()).toMatch(/orders is not what was written/);
  expect(await stage.db.db.collection('orders').countDocuments()).toBeGreaterThan(0);
});
