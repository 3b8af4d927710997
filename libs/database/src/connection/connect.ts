import { createAudit } from '../audit/audit.ts';
import { createBlocks } from '../blocks/blocks.ts';
import type { Database, DatabaseOptions } from '../database.ts';
import { ensureIndexes, indexesReady } from '../indexes.ts';
import { createCommitter } from '../orders/commit/committer.ts';
import { createOrders } from '../orders/orders.ts';
import { createSandboxPayments } from '../payments/sandbox-payments.ts';
import { createPictures, pictureDocs } from '../pictures/pictures.ts';
import { createProcesses } from '../processes/processes.ts';
import { removalDocs } from '../sales/removals.ts';
import { createSales } from '../sales/sales.ts';
import { createInvitations } from '../team/invitations.ts';
import { createMembers } from '../team/members.ts';
import { createResets } from '../team/resets.ts';
import { openConnection } from './client.ts';
import { createModels } from './models.ts';
import { native } from './native.ts';
import { createSessions } from './sessions.ts';

export async function connectDatabase(
  uri: string,
  options: DatabaseOptions = {},
): Promise<Database> {
  const connection = await openConnection(uri, options);
  const client = connection.getClient();
  const db = client.db(connection.name);
  const models = createModels(connection);
  const sessions = createSessions(client);
  const { sales, orders, blocks, members, invitations, setup } = models;
  const committer = createCommitter({
    orders: native(orders),
    sales: native(sales),
    turnstiles: native(models.turnstiles),
    sessions,
    maxBatch: options.maxBatch,
    onFault: options.onFault ?? (() => {}),
    onCommit: options.onCommit,
  });
  const log = native(models.log);
  const pictures = pictureDocs(db);
  const processes = createProcesses({ db, processes: native(models.processes), sessions });

  return {
    sales: createSales({
      ...{ sales, orders, blocks, pictures, log, sessions },
      removals: removalDocs(db),
    }),
    orders: createOrders({ sales, orders, log, sessions }),
    committer,
    blocks: createBlocks({ client, sales, orders, blocks }),
    audit: createAudit(models.log),
    members: createMembers({ members, setup, log, sessions }),
    invitations: createInvitations({ invitations, setup, log, sessions }),
    resets: createResets({ db, members: native(members), log, sessions }),
    pictures: createPictures(pictures),
    processes,
    sandboxPayments: createSandboxPayments(models.sandbox),
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
