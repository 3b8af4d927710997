// node users.mjs: gives the API and the worker their own users in MongoDB, with no more rights than
// each of them needs. Safe to repeat; a repetition also changes passwords and rights to what is
// wanted now. Reads MONGODB_ADMIN_URI, MONGO_API_PASSWORD and MONGO_WORKER_PASSWORD.
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const read = ['find'];
const write = ['find', 'insert', 'update'];
const all = ['find', 'insert', 'update', 'remove'];

/**
 * What each process does with each collection. Orders, blocks and audit entries are written once and
 * never deleted: no process may remove one, whatever is injected into it.
 */
export const rights = {
  flashsales: { api: all, worker: write },
  orders: { api: write, worker: write },
  turnstiles: { api: write, worker: write },
  blocks: { api: write, worker: write },
  // How far the consumers of the log have read, and when each of them began.
  logcursors: { api: read, worker: write },
  logconsumers: { api: read, worker: write },
  webhookendpoints: { api: all, worker: ['find', 'update'] },
  // They are no truth of their own: made from the log, and deleted after 30 days.
  webhookdeliveries: { api: all, worker: all },
  auditlog: { api: write, worker: write },
  pictures: { api: all, worker: read },
  // What was forgotten, for data that is brought back from a backup.
  forgettings: { api: ['find', 'insert', 'update'], worker: ['find', 'insert', 'update'] },
  // Sales that were deleted, until a worker has cleared what is left of them.
  removedsales: { api: all, worker: all },
  processes: { api: all, worker: all },
  sandboxpayments: { api: write, worker: write },
  preparedpayments: { api: write, worker: write },
  // What the payment provider told; MongoDB deletes it after a month.
  providerevents: { api: write, worker: [] },
  preflights: { api: write, worker: [] },
  members: { api: all, worker: read },
  invitations: { api: all, worker: read },
  setup: { api: all, worker: [] },
  resets: { api: all, worker: [] },
  apikeys: { api: ['find', 'insert', 'update'], worker: [] },
  devicecodes: { api: all, worker: [] },
  // The outbox of mails, and who wants them. The worker deletes them with the buyers of a sale.
  mails: { api: all, worker: all },
  // Links that went to accounts by mail; the worker reads what a mail says.
  accountlinks: { api: all, worker: read },
  mailconsents: { api: all, worker: ['find', 'remove'] },
  // Accounts, as better-auth names its collections.
  user: { api: all, worker: read },
  session: { api: all, worker: [] },
  account: { api: all, worker: [] },
  verification: { api: all, worker: [] },
  twoFactor: { api: all, worker: [] },
};

/** Both make missing collections and indexes at their start. Neither may drop one. */
const everywhere = ['listCollections', 'listIndexes', 'createCollection', 'createIndex'];

/**
 * Both ask at their start for how long the server keeps abandoned transactions. The worker ends those
 * that a dead process left open.
 */
const cluster = {
  api: ['getParameter'],
  worker: ['getParameter', 'listSessions', 'killAnySession'],
};

export const processNames = ['api', 'worker'];

/** `prefix` keeps the users of several databases on one server apart. */
export async function setUsers(client, { database, passwords, prefix = '' }) {
  const admin = client.db('admin');
  for (const name of processNames) {
    const role = `${prefix}flash-${name}`;
    const user = `${prefix}${name}`;
    const privileges = privilegesOf(name, database);
    await put(admin, 'Role', role, { privileges, roles: [] });
    await put(admin, 'User', user, { pwd: passwords[name], roles: [role] });
  }
}

function privilegesOf(name, db) {
  const byCollection = Object.entries(rights)
    .filter(([, actions]) => actions[name].length > 0)
    .map(([collection, actions]) => ({ resource: { db, collection }, actions: actions[name] }));
  const general = { resource: { db, collection: '' }, actions: everywhere };
  const server = { resource: { cluster: true }, actions: cluster[name] };
  return [...byCollection, general, server];
}

/** Creates it, or brings the one that is there to the same state. */
async function put(admin, kind, name, content) {
  const exists = new Set([51002, 51003]);
  try {
    await admin.command({ [`create${kind}`]: name, ...content });
  } catch (error) {
    if (!exists.has(error.code)) {
      throw error;
    }
    await admin.command({ [`update${kind}`]: name, ...content });
  }
}

async function main({ MONGODB_ADMIN_URI, MONGO_API_PASSWORD, MONGO_WORKER_PASSWORD, MONGO_DB }) {
  const passwords = { api: MONGO_API_PASSWORD, worker: MONGO_WORKER_PASSWORD };
  if (!MONGODB_ADMIN_URI || !passwords.api || !passwords.worker) {
    throw new Error('Set MONGODB_ADMIN_URI, MONGO_API_PASSWORD and MONGO_WORKER_PASSWORD.');
  }
  // The driver that mongoose brings: the image holds no other one.
  const { MongoClient } = createRequire(createRequire(import.meta.url).resolve('mongoose'))(
    'mongodb',
  );
  const client = new MongoClient(MONGODB_ADMIN_URI);
  try {
    await setUsers(client, { database: MONGO_DB || 'flash_sale_db', passwords });
    console.log('the users of the API and the worker are as they should be');
  } finally {
    await client.close();
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await main(process.env);
}
