import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connectDatabase, type Database } from '@flash/database';
import { testDatabaseUri } from '@flash/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { rights, setUsers } from './mongo/users.mjs';

const root = new URL('../', import.meta.url).pathname;
const database = `flash_test_${randomBytes(6).toString('hex')}`;
const prefix = `${database}-`;
const passwords = { api: randomBytes(8).toString('hex'), worker: randomBytes(8).toString('hex') };
const open: Database[] = [];
let admin: Database;
let api: Database;
let worker: Database;
let collections: string[] = [];

function uriOf(name: 'api' | 'worker'): string {
  const uri = new URL(testDatabaseUri(database));
  uri.username = `${prefix}${name}`;
  uri.password = passwords[name];
  uri.searchParams.set('authSource', 'admin');
  return uri.href;
}

async function connect(uri: string): Promise<Database> {
  const made = await connectDatabase(uri);
  open.push(made);
  return made;
}

beforeAll(async () => {
  admin = await connect(testDatabaseUri(database));
  await setUsers(admin.client, { database, passwords, prefix });
  [api, worker] = await Promise.all([connect(uriOf('api')), connect(uriOf('worker'))]);
});
afterAll(async () => {
  await admin.db.dropDatabase();
  for (const name of ['api', 'worker']) {
    await admin.client.db('admin').command({ dropUser: `${prefix}${name}` });
    await admin.client.db('admin').command({ dropRole: `${prefix}flash-${name}` });
  }
  for (const each of open) {
    await each.close();
  }
});

const refused = { code: 13 };
const byName = (name: string) => (name === 'api' ? api : worker);

describe('the users of the processes in MongoDB', () => {
  test('each may make the indexes of an empty database at its start', async () => {
    await api.ensureIndexes();
    await worker.ensureIndexes();
    expect(await worker.indexesReady()).toBe(true);
    collections = (await admin.db.listCollections().toArray()).map((each) => each.name);
    expect(collections).toContain('orders');
  });

  test.each(['api', 'worker'])(
    '%s can drop neither a collection, an index nor the database',
    async (name) => {
      const { db } = byName(name);
      await expect(db.dropDatabase()).rejects.toMatchObject(refused);
      for (const collection of collections) {
        await expect(db.collection(collection).drop()).rejects.toMatchObject(refused);
        const dropIndexes = { dropIndexes: collection, index: '*' };
        await expect(db.command(dropIndexes)).rejects.toMatchObject(refused);
      }
      await expect(db.renameCollection('orders', 'gone')).rejects.toMatchObject(refused);
    },
  );

  test.each(['api', 'worker'])('%s can delete no order, block or audit entry', async (name) => {
    for (const collection of ['orders', 'blocks', 'auditlog', 'turnstiles']) {
      const deletion = byName(name).db.collection(collection).deleteMany({});
      await expect(deletion, collection).rejects.toMatchObject(refused);
    }
  });

  test.each(['api', 'worker'])(
    '%s sees no other database and changes no user or server setting',
    async (name) => {
      const { client } = byName(name);
      await expect(client.db('other').collection('x').findOne()).rejects.toMatchObject(refused);
      const foreign = client.db('admin');
      await expect(foreign.collection('system.users').findOne()).rejects.toMatchObject(refused);
      for (const command of [
        { createUser: 'mallory', pwd: 'x', roles: ['root'] },
        { grantRolesToUser: `${prefix}${name}`, roles: ['root'] },
        { setParameter: 1, transactionLifetimeLimitSeconds: 60 },
        { shutdown: 1 },
        { replSetGetConfig: 1 },
      ]) {
        await expect(foreign.command(command)).rejects.toMatchObject(refused);
      }
    },
  );

  test('the worker reads no session, password, second factor or ticket', async () => {
    for (const collection of [
      'session',
      'account',
      'verification',
      'twoFactor',
      'resets',
      'setup',
      'apikeys',
      'devicecodes',
    ]) {
      const read = worker.db.collection(collection).findOne();
      await expect(read, collection).rejects.toMatchObject(refused);
    }
  });

  test('every collection that a start makes says what each process may do with it', () => {
    for (const name of collections) {
      expect(Object.keys(rights)).toContain(name);
    }
  });

  test('the worker ends the transaction of an API that was killed, though it is another user', async () => {
    const { insertedId } = await admin.db
      .collection('flashsales')
      .insertOne({ currentQuantity: 1 });
    const victim = await startVictim(insertedId.toHexString());
    victim.kill('SIGKILL');
    await once(victim, 'exit');
    const silent = () => worker.processes.reapSilent(500);
    await expect.poll(silent, { timeout: 5_000, interval: 50 }).toHaveLength(1);
    const change = { $inc: { currentQuantity: 1 } };
    // As long as the transaction is open, this waits for it.
    await admin.db
      .collection('flashsales')
      .updateOne({ _id: insertedId }, change, { maxTimeMS: 500 });
  });
});

/** As the API's user: beats, opens a transaction on the sale, and says so. */
async function startVictim(saleId: string): Promise<ChildProcess> {
  const script = `${root}libs/database/src/testing/open-transaction.ts`;
  const child = spawn(process.execPath, ['--import', 'tsx', script, uriOf('api'), saleId], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, TSX_TSCONFIG_PATH: `${root}tsconfig.base.json` },
  });
  const [said] = await once(child.stdout, 'data');
  expect(String(said)).toContain('open');
  return child;
}
