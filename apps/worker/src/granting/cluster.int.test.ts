import {
  checkRedisPolicy,
  checkReplicas,
  createRedis,
  loadEnv,
  whenReady,
} from '@flash/shared-config';
import { type RedisCluster, startRedisCluster } from '@flash/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { crowdOf } from '../testing/crowd.ts';
import { openStage, type Stage, until } from '../testing/stage.ts';

let cluster: RedisCluster;
let stage: Stage;
beforeAll(async () => {
  cluster = await startRedisCluster();
  const { bullmqPrefix: prefix } = loadEnv({ ...process.env, REDIS_URL: cluster.url });
  stage = await openStage({ redisUrl: cluster.url, prefix });
});
afterAll(async () => {
  await stage.close();
  await cluster.destroy();
});

test('on a cluster of three masters a wake-up alone brings the holds, in order, in each of six sales', async () => {
  // No tick comes in this time: what is granted was granted by a job.
  await stage.startWorker({ tickMs: 60_000, idleMs: 60_000 });
  const sales = await Promise.all(
    Array.from({ length: 6 }, () => stage.openSale({ startingQuantity: 10 })),
  );
  for (const sale of sales) {
    const crowd = crowdOf(stage, sale.id);
    const line = await crowd.join(15);
    await until('all units are on hold', async () => (await crowd.held()) === 10);
    expect(await crowd.granted()).toEqual(line.slice(0, 10));
  }
});

test('a process that is told one node of the cluster does not start, and says which line to change', async () => {
  const [node = ''] = cluster.url.replace('redis-cluster://', '').split(',');
  const redis = createRedis(`redis://${node}`, 'worker');
  await whenReady(redis);
  await expect(checkRedisPolicy(redis, { isProduction: false, warn: () => {} })).rejects.toThrow(
    `Write redis-cluster:// instead of redis://, as in REDIS_URL=redis-cluster://${node}`,
  );
  redis.disconnect();
});

test('an API that is to wait for a replica does not start on a cluster, and says which line to change', async () => {
  const redis = createRedis(cluster.url, 'worker');
  await whenReady(redis);
  await expect(checkReplicas(redis)).rejects.toThrow('Remove the line DURABILITY=ha');
  redis.disconnect();
});
