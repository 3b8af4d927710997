import { Redis } from 'ioredis';
import { type PrivateRedis, startPrivateRedis } from './private-redis.ts';
import { waitFor } from './wait-for.ts';

/** Masters of one cluster, which may be killed and started again. */
export interface RedisCluster {
  readonly url: string;
  readonly masters: readonly PrivateRedis[];
  destroy(): Promise<void>;
}

const SLOTS = 16_384;

/** A cluster of masters without replicas, which share the slots evenly. */
export async function startRedisCluster(size = 3): Promise<RedisCluster> {
  const options = {
    arguments: ['--cluster-enabled', 'yes', '--cluster-node-timeout', '2000'],
  };
  const masters = await Promise.all(Array.from({ length: size }, () => startPrivateRedis(options)));
  const clients = masters.map(({ url }) => new Redis(url));
  try {
    await Promise.all(
      clients.map((client, at) =>
        client.cluster('ADDSLOTS', ...slotsOf(at, size).map((slot) => String(slot))),
      ),
    );
    const first = new URL(masters[0]?.url ?? '');
    await Promise.all(
      clients.slice(1).map((client) => client.cluster('MEET', first.hostname, first.port)),
    );
    await waitFor(async () => {
      const states = await Promise.all(clients.map((client) => client.cluster('INFO')));
      return states.every(
        (info) => info.includes('cluster_state:ok') && info.includes(`cluster_known_nodes:${size}`),
      );
    });
  } finally {
    for (const client of clients) {
      client.disconnect();
    }
  }
  const nodes = masters.map(({ url }) => new URL(url).host);
  return {
    url: `redis-cluster://${nodes.join(',')}`,
    masters,
    async destroy() {
      await Promise.all(masters.map((master) => master.destroy()));
    },
  };
}

function slotsOf(at: number, size: number): number[] {
  const [from, to] = [Math.floor((at * SLOTS) / size), Math.floor(((at + 1) * SLOTS) / size)];
  return Array.from({ length: to - from }, (_, i) => from + i);
}
