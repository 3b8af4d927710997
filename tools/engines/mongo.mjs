import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { setUsers } from '../../infra/mongo/users.mjs';
import { readJson, writePrivate } from '../process/files.mjs';
import { root } from '../process/paths.mjs';
import { launch } from './launch.mjs';

const user = 'root';
const database = 'flash_sale_db';

/**
 * Starts a private single-node replica set (transactions need one), or takes over a running one.
 * `logins` are the addresses for the API and the worker, with the rights that they have in production.
 */
export async function startMongo({ source, dir, port, test = false }) {
  mkdirSync(join(dir, 'db'), { recursive: true, mode: 0o700 });
  const { password, ...passwords } = keepSecret(dir);
  const addressOf = (chosenPort, name, secret) =>
    `mongodb://${name}:${secret}@127.0.0.1:${chosenPort}/${database}?authSource=admin&replicaSet=rs0`;
  const engine = await launch({
    label: 'mongod',
    dir,
    port,
    commandFor: (chosenPort) =>
      source.command(['mongod', ...options({ source, dir, port: chosenPort, test })], {
        dir,
        port: chosenPort,
        name: 'mongod',
        env: { MONGO_INITDB_ROOT_USERNAME: user, MONGO_INITDB_ROOT_PASSWORD: password },
      }),
    isReady: (chosenPort) => becomeWritablePrimary({ port: chosenPort, user, password }),
    urlFor: (chosenPort) => addressOf(chosenPort, user, password),
    stopSignal: 'SIGTERM',
  });
  // Each test has a database of its own, which such users would not see.
  if (test) {
    return engine;
  }
  await withClient(engine.url, (client) => setUsers(client, { database, passwords }));
  const loginOf = (name) => addressOf(engine.port, name, passwords[name]);
  return { ...engine, logins: { api: loginOf('api'), worker: loginOf('worker') } };
}

/** A replica set with accounts needs a key file, and mongod refuses one that others can read. */
function keepSecret(dir) {
  const keyFile = join(dir, 'key');
  if (!existsSync(keyFile)) {
    writeFileSync(keyFile, randomBytes(48).toString('base64'), { mode: 0o400 });
  }
  const file = join(dir, 'secret.json');
  const draw = () => randomBytes(24).toString('hex');
  const secret = { password: draw(), api: draw(), worker: draw(), ...readJson(file) };
  writePrivate(file, secret);
  return secret;
}

function options({ source, dir, port, test }) {
  const parameters = [
    // A process killed inside a transaction blocks its sale for this long (60 s by default).
    'transactionLifetimeLimitSeconds=3',
    // A lone node has no other node to hand over to: by default each stop would wait 15 s for one.
    'shutdownTimeoutMillisForSignaledShutdown=100',
    'diagnosticDataCollectionEnabled=false',
  ];
  // failCommand and friends, for fault tests only.
  if (test) {
    parameters.push('enableTestCommands=1');
  }
  return [
    ...['--replSet', 'rs0', '--bind_ip', source.bind ?? '127.0.0.1', '--port', String(port)],
    ...['--dbpath', join(dir, 'db'), '--keyFile', join(dir, 'key'), '--nounixsocket'],
    ...['--wiredTigerCacheSizeGB', '0.5', '--oplogSize', '990', '--quiet'],
    ...parameters.flatMap((parameter) => ['--setParameter', parameter]),
  ];
}

const NOT_YET_INITIALIZED = 94;
const ALREADY_INITIALIZED = 23;
const AUTHENTICATION_FAILED = 18;

/** The driver that mongoose brings, not one of our own: two drivers in a tree break each other. */
function driver() {
  const fromDatabase = createRequire(join(root, 'libs/database/package.json'));
  return createRequire(fromDatabase.resolve('mongoose'))('mongodb');
}

/**
 * Leads a mongod of any age to "writable primary with a root account". Each step looks at the
 * server rather than at a marker file, so a first start that was interrupted heals by itself.
 */
export async function becomeWritablePrimary({ port, user, password }) {
  const account = { username: user, password };
  try {
    return await withAdmin(port, account, (admin) => configure(admin, port));
  } catch (error) {
    if (error.code !== AUTHENTICATION_FAILED) {
      throw error;
    }
  }
  // No account yet: mongod trusts a caller from this machine until the first one exists.
  return withAdmin(port, undefined, async (admin) => {
    await initiate(admin, port);
    if (!(await isPrimary(admin))) {
      return false;
    }
    await admin.command({ createUser: user, pwd: password, roles: ['root'] });
    return true;
  });
}

function withAdmin(port, auth, use) {
  const options = { directConnection: true, ...(auth ? { auth, authSource: 'admin' } : {}) };
  return withClient(`mongodb://127.0.0.1:${port}`, (client) => use(client.db('admin')), options);
}

export async function withClient(url, use, options = {}) {
  const { MongoClient } = driver();
  const client = new MongoClient(url, { serverSelectionTimeoutMS: 500, ...options });
  try {
    await client.connect();
    return await use(client);
  } finally {
    await client.close();
  }
}

async function configure(admin, port) {
  const host = `127.0.0.1:${port}`;
  try {
    const { config } = await admin.command({ replSetGetConfig: 1 });
    const [member] = config.members;
    if (member.host !== host) {
      // The data moved to another port; the only member needs its new address.
      const members = [{ ...member, host }];
      const next = { ...config, version: config.version + 1, members };
      await admin.command({ replSetReconfig: next, force: true });
    }
  } catch (error) {
    if (error.code !== NOT_YET_INITIALIZED) {
      throw error;
    }
    await initiate(admin, port);
  }
  return isPrimary(admin);
}

async function initiate(admin, port) {
  const config = { _id: 'rs0', members: [{ _id: 0, host: `127.0.0.1:${port}` }] };
  try {
    await admin.command({ replSetInitiate: config });
  } catch (error) {
    if (error.code !== ALREADY_INITIALIZED) {
      throw error;
    }
  }
}

const isPrimary = async (admin) => (await admin.command({ hello: 1 })).isWritablePrimary === true;
