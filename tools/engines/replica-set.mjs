import { createRequire } from 'node:module';
import { join } from 'node:path';
import { root } from '../paths.mjs';

const notYetInitialized = 94;
const alreadyInitialized = 23;
const authenticationFailed = 18;

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
    if (error.code !== authenticationFailed) throw error;
  }
  // No account yet: mongod trusts a caller from this machine until the first one exists.
  return withAdmin(port, undefined, async (admin) => {
    await initiate(admin, port);
    if (!(await isPrimary(admin))) return false;
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
      // The data moved to another port; the only member has to be told its new address.
      const members = [{ ...member, host }];
      const next = { ...config, version: config.version + 1, members };
      await admin.command({ replSetReconfig: next, force: true });
    }
  } catch (error) {
    if (error.code !== notYetInitialized) throw error;
    await initiate(admin, port);
  }
  return isPrimary(admin);
}

async function initiate(admin, port) {
  const config = { _id: 'rs0', members: [{ _id: 0, host: `127.0.0.1:${port}` }] };
  try {
    await admin.command({ replSetInitiate: config });
  } catch (error) {
    if (error.code !== alreadyInitialized) throw error;
  }
}

const isPrimary = async (admin) => (await admin.command({ hello: 1 })).isWritablePrimary === true;
