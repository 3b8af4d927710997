import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mongoThrough, startWire } from '@flash/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connectDatabase } from './connection/connect.ts';
import { createSessions } from './connection/transaction.ts';
import { createProcesses, type ProcessDoc } from './processes.ts';
import { createSale, newOrder } from './testing/builders.ts';
import { openTestDatabase, type TestDatabase } from './testing/database.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.drop());

/** A process that beats, opens a transaction on the sale, and says so. */
async function startVictim(saleId: string) {
  const child = spawn(
    process.execPath,
    [
      '--import',
      'tsx',
      new URL('./testing/open-transaction.ts', import.meta.url).pathname,
      database.uri,
      saleId,
    ],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: {
        ...process.env,
        TSX_TSCONFIG_PATH: new URL('../../../tsconfig.base.json', import.meta.url).pathname,
      },
    },
  );
  const [said] = await once(child.stdout, 'data');
  expect(String(said)).toContain('open');
  return child;
}

describe('a process that dies inside a transaction', () => {
  test('blocks the sale until its silence is noticed and its sessions are ended', async () => {
    const sale = await createSale(database);
    const victim = await startVictim(sale.id);
    victim.kill('SIGKILL');
    await once(victim, 'exit');
    const blocked = await database.committer.commit(newOrder(sale, 1), { deadlineMs: 300 });
    expect(blocked).toEqual({ kind: 'unknown' });

    await expect
      .poll(() => database.processes.reapSilent(500), { timeout: 5_000, interval: 50 })
      .toHaveLength(1);
    const outcome = await database.committer.commit(newOrder(sale, 2), { deadlineMs: 1_000 });
    expect(outcome.kind).toBe('committed');
    expect(await database.processes.list()).toEqual([]);
  });
});

describe('heartbeats', () => {
  test('tell who is alive, of which kind, and list every session before it is used', async () => {
    const worker = await database.connectAgain();
    await worker.processes.start('worker', () => ({ version: 'x' }));
    expect(await database.processes.alive('worker', 2_000)).toBe(1);
    expect(await database.processes.alive('api', 2_000)).toBe(0);
    expect(await database.processes.list()).toMatchObject([
      { id: worker.processes.id, kind: 'worker', info: { version: 'x' } },
    ]);
    expect((await database.processes.list())[0]?.sessions).toBeGreaterThan(0);
    expect(await database.processes.reapSilent(2_000)).toEqual([]);
    await worker.processes.stop();
    expect(await database.processes.list()).toEqual([]);
  });

  test('a process that was taken for dead by mistake goes on: its sessions work again', async () => {
    const sale = await createSale(database);
    const slow = await database.connectAgain();
    await slow.processes.start('api');
    expect(await database.processes.reapSilent(-1)).toEqual([slow.processes.id]);
    expect((await slow.committer.commit(newOrder(sale, 1))).kind).toBe('committed');
    await expect.poll(() => database.processes.alive('api', 2_000)).toBe(1);
  });
});

test('a process without transactions beats each second, and at once when one begins', async () => {
  const { db, client } = database;
  const docs = db.collection<ProcessDoc>('processes');
  const sessions = createSessions(client);
  const processes = createProcesses({ db, processes: docs, sessions });
  const lastBeat = async () => (await docs.findOne({ _id: processes.id }))?.at.getTime() ?? 0;
  const nextBeat = (after: number) =>
    expect.poll(lastBeat, { interval: 20, timeout: 5_000 }).toBeGreaterThan(after);
  await processes.start('api');
  const first = await lastBeat();
  await nextBeat(first);
  const second = await lastBeat();
  expect(second - first).toBeGreaterThan(900);
  sessions.release(await sessions.acquire());
  await nextBeat(second);
  expect((await lastBeat()) - second).toBeLessThan(900);
  await processes.stop();
  await sessions.close();
});

test('a heartbeat that is not answered is told by name, and the next one is stored', async () => {
  const { hostname: host, port } = new URL(database.uri);
  const wire = await startWire({ host, port: Number(port) });
  const told = new Set<string>();
  const lossy = await connectDatabase(mongoThrough(wire, database.uri), {
    onMinorFault: (name) => told.add(name),
  });
  await lossy.processes.start('worker');
  // The driver repeats a write once by itself.
  wire.loseAnswers('processes', 2);
  await expect.poll(() => [...told], { timeout: 10_000 }).toEqual(['store a heartbeat']);
  await expect
    .poll(() => database.processes.alive('worker', 400), { timeout: 10_000, interval: 50 })
    .toBe(1);
  wire.loseAnswers('processes', 1_000);
  await lossy.processes.stop();
  wire.loseAnswers('processes', 0);
  expect([...told]).toEqual(['store a heartbeat', 'remove the last heartbeat']);
  await lossy.close();
  await wire.close();
});

test('a session that could not be published is still used, and the failure is told by name', async () => {
  const told: [string, unknown][] = [];
  const sessions = createSessions(database.client, {
    initial: 0,
    onMinorFault: (name, error) => told.push([name, error]),
  });
  const error = new Error('MongoDB is away');
  sessions.onGrowth(() => Promise.reject(error));
  expect((await sessions.acquire()).hasEnded).toBe(false);
  expect(told).toEqual([['publish a session', error]]);
  await sessions.close();
});
