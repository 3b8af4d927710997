import { hostname } from 'node:os';
import { openConnection } from '../connection/connect.ts';
import { objectId } from '../connection/documents.ts';
import { createSessions } from '../connection/transaction.ts';
import { createProcesses } from '../processes.ts';

/** Run as a process of its own, to be killed in the middle of a transaction. */
const [uri = '', saleId = ''] = process.argv.slice(2);
const connection = await openConnection(uri, { appName: hostname() });
const client = connection.getClient();
const db = client.db(connection.name);
const sessions = createSessions(client);
await createProcesses({ db, processes: db.collection('processes'), sessions }).start('victim');

const session = await sessions.acquire();
session.startTransaction();
await db
  .collection('flashsales')
  .updateOne({ _id: objectId(saleId) }, { $inc: { currentQuantity: -1 } }, { session });
console.log('open');
