import mongoose, { type Connection, type mongo } from 'mongoose';
import { createAccountLinks } from '../accounts/links.ts';
import { type AuditDoc, auditSchema, createAudit } from '../audit/audit.ts';
import { createBlocks } from '../blocks/blocks.ts';
import { type BlockDoc, blockSchema } from '../blocks/model.ts';
import type { Database, DatabaseOptions } from '../database.ts';
import { createDeviceCodes } from '../device-codes.ts';
import { createForgettings } from '../forgettings.ts';
import { ensureIndexes, indexesReady } from '../indexes.ts';
import { createLogCursors } from '../log-cursors.ts';
import { createMailConsents } from '../mails/consents.ts';
import { createMails, mailOutbox } from '../mails/mails.ts';
import { createCommitter } from '../orders/commit/committer.ts';
import { type OrderDoc, orderSchema, type TurnstileDoc, turnstileSchema } from '../orders/model.ts';
import { createOrders } from '../orders/orders.ts';
import { createPictures, pictureDocs } from '../pictures.ts';
import { createPreflights } from '../preflights.ts';
import { createPreparedPayments, preparedPaymentDocs } from '../prepared-payments.ts';
import { createProcesses, type ProcessDoc, processSchema } from '../processes.ts';
import { createProviderEvents } from '../provider-events.ts';
import { type SaleDoc, saleSchema } from '../sales/model.ts';
import { removalDocs } from '../sales/remove.ts';
import { createSales } from '../sales/sales.ts';
import { createSandboxPayments, type SandboxDoc, sandboxSchema } from '../sandbox-payments.ts';
import { createApiKeys } from '../team/api-keys.ts';
import { createInvitations, createResets } from '../team/links.ts';
import { createMembers } from '../team/members.ts';
import {
  type InvitationDoc,
  invitationSchema,
  type MemberDoc,
  memberSchema,
  type SetupDoc,
  setupSchema,
} from '../team/model.ts';
import { createWebhooks } from '../webhooks/webhooks.ts';
import { endWritesOfClosed } from './closed-writes.ts';
import { native } from './documents.ts';
import { createSessions } from './transaction.ts';

export async function connectDatabase(
  uri: string,
  options: DatabaseOptions = {},
): Promise<Database> {
  const connection = await openConnection(uri, options);
  const client = connection.getClient();
  const db = client.db(connection.name);
  const models = createModels(connection);
  const { onMinorFault = () => {} } = options;
  const sessions = createSessions(client, { onMinorFault });
  const { sales, orders, blocks, members, invitations, setup } = models;
  const committer = createCommitter({
    orders: native(orders),
    sales: native(sales),
    turnstiles: native(models.turnstiles),
    sessions,
    maxBatch: options.maxBatch,
    onFault: options.onFault ?? (() => {}),
    onMinorFault,
    onCommit: options.onCommit,
    aroundBatch: options.aroundBatch,
  });
  const log = native(models.log);
  const pictures = pictureDocs(db);
  const announce = options.onOutbox ?? (() => {});
  const mails = mailOutbox(db, announce);
  const processes = createProcesses({
    ...{ db, processes: native(models.processes), sessions },
    onMinorFault,
  });

  return {
    sales: createSales({
      ...{ sales, orders, blocks, pictures, log, sessions },
      removals: removalDocs(db),
    }),
    orders: createOrders({
      ...{ sales, orders, log, sessions },
      mails: options.writesMails ? mails : null,
    }),
    committer,
    blocks: createBlocks({ client, sales, orders, blocks }),
    audit: createAudit(models.log),
    members: createMembers({ members, setup, log, sessions }),
    invitations: createInvitations({ invitations, setup, log, sessions }),
    resets: createResets({ db, members: native(members), log, sessions }),
    apiKeys: createApiKeys({ db, log, sessions }),
    deviceCodes: createDeviceCodes(db),
    mails: createMails({ outbox: mails, log, sessions }),
    mailConsents: createMailConsents({ db, mails, sessions }),
    accountLinks: createAccountLinks({ db, members: native(members), mails, sessions }),
    pictures: createPictures(pictures),
    forgettings: createForgettings(db),
    logCursors: createLogCursors(db, sessions),
    webhooks: createWebhooks({
      ...{ db, log, members: native(members), sessions, announce },
      mails: options.writesMails ? mails : null,
    }),
    preflights: createPreflights(db),
    processes,
    sandboxPayments: createSandboxPayments(models.sandbox),
    preparedPayments: createPreparedPayments(preparedPaymentDocs(db)),
    providerEvents: createProviderEvents(db),
    ensureIndexes: () => ensureIndexes(db),
    indexesReady: () => indexesReady(db),
    async ready() {
      const answer = await Promise.race([
        db.command({ ping: 1, maxTimeMS: 1_000 }).catch(() => null),
        new Promise<null>((resolve) => setTimeout(resolve, 1_000, null).unref()),
      ]);
      return answer?.ok === 1;
    },
    client,
    db,
    async close() {
      await committer.close();
      await processes.stop();
      await sessions.close();
      await connection.close();
    },
  };
}

/** How often the driver looks through the connections at hand; when it takes one it looks at that one anyway. */
const POOL_LOOKS_MS = 10_000;

/** Mongoose from the one driver it brings: two drivers would break `instanceof` and BSON. */
export async function openConnection(
  uri: string,
  options: { appName?: string; maxPoolSize?: number },
): Promise<Connection> {
  const client = new mongoose.mongo.MongoClient(uri, {
    appName: options.appName ?? 'flash-sale',
    maxPoolSize: options.maxPoolSize ?? 40,
    // What an answer rests on survives the loss of a minority of the servers.
    writeConcern: { w: 'majority', journal: true, wtimeoutMS: 5_000 },
    readConcern: { level: 'majority' },
    readPreference: 'primary',
    serverSelectionTimeoutMS: 3_000,
    // After an error that tells of a shutdown, the driver uses the server again only when its monitor has
    // heard from it. By default the monitor waits for up to 10 s for news and cannot be hurried, longer than
    // a server is looked for. One that polls is hurried by whatever looks for a server, and needs one
    // connection and one command each time, where the other one needs two of each.
    heartbeatFrequencyMS: 2_000,
    serverMonitoringMode: 'poll',
    connectTimeoutMS: 3_000,
    socketTimeoutMS: 20_000,
  });
  restPools(client);
  // Models listen to it, as do tests: many listeners are no leak.
  client.setMaxListeners(0);
  await client.connect();
  endWritesOfClosed(client);
  const connection = mongoose.createConnection();
  Object.assign(connection.config, { bufferCommands: false, autoIndex: false, autoCreate: false });
  return connection.setClient(client);
}

/**
 * By default each pool of connections wakes the process ten times a second, which costs an idle process more than its
 * heartbeats do. The driver has no public option for it; without this one it only costs more.
 */
function restPools(client: mongo.MongoClient): void {
  const { s } = client as unknown as { s?: { options?: { minPoolSizeCheckFrequencyMS?: number } } };
  if (s?.options) {
    s.options.minPoolSizeCheckFrequencyMS = POOL_LOOKS_MS;
  }
}

/** Models live on their own connection, so that two databases in one process do not meet. */
function createModels(connection: Connection) {
  return {
    sales: connection.model<SaleDoc>('FlashSale', saleSchema),
    orders: connection.model<OrderDoc>('Order', orderSchema),
    turnstiles: connection.model<TurnstileDoc>('Turnstile', turnstileSchema),
    blocks: connection.model<BlockDoc>('Block', blockSchema),
    log: connection.model<AuditDoc>('AuditEntry', auditSchema),
    members: connection.model<MemberDoc>('Member', memberSchema),
    invitations: connection.model<InvitationDoc>('Invitation', invitationSchema),
    setup: connection.model<SetupDoc>('Setup', setupSchema),
    processes: connection.model<ProcessDoc>('Process', processSchema),
    sandbox: connection.model<SandboxDoc>('SandboxPayment', sandboxSchema),
  };
}
