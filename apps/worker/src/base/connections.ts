import { connectDatabase, type Database } from '@flash/database';
import { choosePayment, type PaymentPort } from '@flash/payment';
import {
  checkRedisPolicy,
  checkReplicaSet,
  createRedis,
  type Env,
  type Logger,
  noteFailure,
  type RedisClient,
  whenReady,
} from '@flash/shared-config';

/** Everything that is opened once and closed once. */
export interface Connections {
  /** Waits for Redis when it is away. */
  redis: RedisClient;
  /** In subscriber mode, for notices. */
  subscriber: RedisClient;
  /** For BullMQ, which blocks on it. */
  queueRedis: RedisClient;
  db: Database;
  payment: PaymentPort;
  log: Logger;
}

export async function openConnections(
  env: Env,
  log: Logger,
): Promise<Connections & { close(): Promise<void> }> {
  const redis = createRedis(env.redisUrl, 'worker');
  const subscriber = createRedis(env.redisUrl, 'subscriber');
  const queueRedis = createRedis(env.redisUrl, 'worker', { enableAutoPipelining: false });
  const clients = [redis, subscriber, queueRedis];
  for (const client of clients) {
    client.on('error', (err) => log.debug({ err }, 'the Redis connection reports an error'));
  }
  await Promise.all(clients.map((client) => whenReady(client, 60_000)));
  const db = await connectDatabase(env.mongoUri, {
    appName: 'flash-worker',
    writesMails: env.mail !== null,
    onMinorFault: (name, err) => noteFailure(log, name, err),
  });
  const payment = choosePayment({
    stripe: env.stripe,
    sandbox: db.sandboxPayments,
    prepared: db.preparedPayments,
  });
  return {
    ...{ redis, subscriber, queueRedis, db, payment, log },
    async close() {
      await db.close();
      for (const client of clients) {
        client.disconnect();
      }
    },
  };
}

/** What has to be right before the first tick; throws what an operator has to change. */
export async function checkConnections(
  { redis, db, log }: Connections,
  { isProduction }: { isProduction: boolean },
): Promise<void> {
  const warn = (message: string) => log.warn(message);
  await checkRedisPolicy(redis, { isProduction, warn });
  for (const warning of await checkReplicaSet(db.db.admin())) {
    warn(warning);
  }
  // Without them no record would be the first one.
  if (!(await db.indexesReady())) {
    await db.ensureIndexes();
  }
}
