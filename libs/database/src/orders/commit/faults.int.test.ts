import { mongoThrough, startWire, type Wire } from '@flash/testing';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { connectDatabase } from '../../connection/connect.ts';
import type { Database } from '../../database.ts';
import { createSale, newOrder, range } from '../../testing/builders.ts';
import { openTestDatabase, type TestDatabase } from '../../testing/database.ts';
import { failCommands } from '../../testing/faults.ts';

const appName = `faults-${process.pid}`;
let database: TestDatabase;
let faulty: Database;
let wire: Wire;
let lossy: Database;
let endFault: (() => Promise<void>) | undefined;

beforeAll(async () => {
  database = await openTestDatabase();
  faulty = await database.connectAgain({ appName });
  const { hostname: host, port } = new URL(database.uri);
  wire = await startWire({ host, port: Number(port) });
  lossy = await connectDatabase(mongoThrough(wire, database.uri), { appName: `${appName}-lossy` });
});
afterEach(async () => {
  await endFault?.();
  endFault = undefined;
});
afterAll(async () => {
  await lossy.close();
  await wire.close();
  await database.drop();
});

describe('when the answer to a commit is lost', () => {
  test('the repeated commit finds out, and the buyer hears of the one order there is', async () => {
    const sale = await createSale(database);
    wire.loseAnswers('commitTransaction', 1);
    const outcome = await lossy.committer.commit(newOrder(sale, 1));
    expect(wire.counts().lost).toBe(1);
    expect(outcome.kind).toBe('committed');
    expect(await database.orders.countLive(sale.id)).toBe(1);
    expect((await database.sales.get(sale.id))?.currentQuantity).toBe(9);
  });

  test('and stays lost, the outcome is unknown, never a failure, and the record decides', async () => {
    const sale = await createSale(database);
    wire.loseAnswers('commitTransaction', 1_000);
    const outcome = await lossy.committer.commit(newOrder(sale, 1), { deadlineMs: 400 });
    wire.loseAnswers('commitTransaction', 0);
    expect(outcome).toEqual({ kind: 'unknown' });
    const asked = { saleId: sale.id, fence: 1_000_000_001, epoch: 1, buyer: 'g1' };
    const record = await database.orders.insertVoid(asked);
    expect(record).toMatchObject({ kind: 'order', order: { buyer: 'g1', unit: 1 } });
    expect((await database.sales.get(sale.id))?.currentQuantity).toBe(9);
  });

  test('because the commit never arrived, the void wins and the unit is still there', async () => {
    const sale = await createSale(database);
    endFault = await failCommands(database, appName, {
      commands: ['commitTransaction'],
      mode: 'alwaysOn',
      data: { closeConnection: true },
    });
    const dying = await database.connectAgain({ appName });
    const outcome = await dying.committer.commit(newOrder(sale, 1), { deadlineMs: 300 });
    expect(outcome).toEqual({ kind: 'unknown' });
    await dying.committer.close();
    await endFault();
    const asked = { saleId: sale.id, fence: 1_000_000_001, epoch: 1, buyer: 'g1' };
    // The open transaction holds the key until it expires; until then the outcome is unknown.
    await expect
      .poll(() => database.orders.insertVoid(asked), { timeout: 10_000 })
      .toMatchObject({ kind: 'void', buyer: 'g1', payment: 'cancel pending' });
    expect(await faulty.committer.commit(newOrder(sale, 1))).toEqual({
      kind: 'duplicate',
      on: 'fence',
    });
    expect((await database.sales.get(sale.id))?.currentQuantity).toBe(10);
    expect(await database.orders.countLive(sale.id)).toBe(0);
  });
});

describe('when a batch was committed and the answer claims that it was not', () => {
  test('one look finds all of its orders', async () => {
    const sale = await createSale(database, { startingQuantity: 100 });
    const tries: number[] = [];
    const denied = await database.connectAgain({
      appName: `${appName}-denied`,
      aroundBatch: (batch, run) => {
        tries.push(batch.length);
        return run();
      },
    });
    endFault = await failCommands(database, `${appName}-denied`, {
      commands: ['commitTransaction'],
      mode: { times: 2 },
      data: {
        writeConcernError: { code: 64, errmsg: 'lied' },
        errorLabels: ['TransientTransactionError'],
      },
    });
    const outcomes = await Promise.all(
      range(1, 100).map((n) => denied.committer.commit(newOrder(sale, n))),
    );
    expect(outcomes.every(({ kind }) => kind === 'committed')).toBe(true);
    expect(await database.orders.countLive(sale.id)).toBe(100);
    // Each of those that were denied once more, and no order by itself.
    expect(tries.length).toBeLessThan(10);
  });
});

describe('when the server says that it is shutting down, and is not', () => {
  test('a write that is repeated finds it again within the time in which a server is looked for', async () => {
    const misled = await database.connectAgain({ appName: `${appName}-misled` });
    // The driver's monitor has asked a moment ago, and asks again by itself only in a second.
    await new Promise((resolve) => misled.client.once('serverHeartbeatSucceeded', resolve));
    endFault = await failCommands(database, `${appName}-misled`, {
      commands: ['insert'],
      mode: { times: 1 },
      data: { errorCode: 91 },
    });
    const things = misled.db.collection('things');
    await expect(things.insertOne({ told: 1 })).resolves.toMatchObject({ acknowledged: true });
    await misled.close();
  });
});

describe('when the server refuses every command', () => {
  test.each([
    ['insert', { errorCode: 112, errorLabels: ['TransientTransactionError'] }],
    ['findAndModify', { errorCode: 112, errorLabels: ['TransientTransactionError'] }],
    ['commitTransaction', { errorCode: 112, errorLabels: ['TransientTransactionError'] }],
    // The commit landed and the answer claims that it did not.
    [
      'commitTransaction',
      {
        writeConcernError: { code: 64, errmsg: 'lied' },
        errorLabels: ['TransientTransactionError'],
      },
    ],
    ['findAndModify', { closeConnection: true }],
    ['commitTransaction', { errorCode: 91, errorLabels: ['RetryableWriteError'] }],
  ])('each order is written once in spite of a storm at %s with %o', async (command, data) => {
    const sale = await createSale(database, { startingQuantity: 300 });
    endFault = await failCommands(database, appName, {
      commands: [command],
      mode: { activationProbability: 0.4 },
      data,
    });
    const outcomes = await Promise.all(
      range(1, 320).map((n) => faulty.committer.commit(newOrder(sale, n), { deadlineMs: 20_000 })),
    );
    await endFault();
    const committed = outcomes.filter(({ kind }) => kind === 'committed').length;
    expect(committed).toBe(300);
    expect(outcomes.filter(({ kind }) => kind === 'sold_out')).toHaveLength(20);
    expect(await database.orders.countLive(sale.id)).toBe(300);
    expect((await database.sales.get(sale.id))?.currentQuantity).toBe(0);
  });
});
