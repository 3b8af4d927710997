import { Redis } from 'ioredis';
import { waitFor } from '../wait-for.ts';
import { type PrivateRedis, startPrivateRedis } from './private-redis.ts';

/** Nodes of one cluster, which may be killed and started again. */
export interface RedisCluster {
  readonly url: string;
  readonly masters: readonly PrivateRedis[];
  /** One of each master, in their order; none unless asked for. */
  readonly replicas: readonly PrivateRedis[];
  /** The node that has the keys of this sale now. */
  ownerOf(saleId: string): Promise<PrivateRedis>;
  /** Moves everything that a sale has to another node, key by key, as an operator who grows a cluster does. */
  moveSale(saleId: string, to: PrivateRedis): Promise<void>;
  destroy(): Promise<void>;
}

const SLOTS = 16_384;

/** A cluster of masters, which share the slots evenly, and of as many replicas where they are wanted. */
export async function startRedisCluster(
  size = 3,
  { withReplicas = false } = {},
): Promise<RedisCluster> {
  const options = {
    isClusterNode: true,
    arguments: [
      ...['--cluster-enabled', 'yes', '--cluster-node-timeout', '2000'],
      ...['--cluster-replica-validity-factor', '0', '--repl-diskless-sync-delay', '0'],
    ],
  };
  const count = withReplicas ? 2 * size : size;
  const nodes = await Promise.all(Array.from({ length: count }, () => startPrivateRedis(options)));
  const [masters, replicas] = [nodes.slice(0, size), nodes.slice(size)];
  const clients = nodes.map(({ url }) => new Redis(url));
  try {
    await Promise.all(
      clients
        .slice(0, size)
        .map((client, at) =>
          client.cluster('ADDSLOTS', ...slotsOf(at, size).map((slot) => String(slot))),
        ),
    );
    await introduce(clients, new URL(nodes[0]?.url ?? ''));
    const ids = await Promise.all(clients.map((client) => client.cluster('MYID')));
    const followers = clients.slice(size);
    await Promise.all(followers.map((client, at) => client.cluster('REPLICATE', String(ids[at]))));
    await waitFor(async () => {
      const states = await Promise.all(followers.map((client) => client.info('replication')));
      return states.every((info) => info.includes('master_link_status:up'));
    });
  } finally {
    for (const client of clients) {
      client.disconnect();
    }
  }
  const hosts = nodes.map(({ url }) => new URL(url).host);

  async function ownerOf(saleId: string): Promise<PrivateRedis> {
    const port = await ask(nodes, async (client) => {
      const slot = await client.cluster('KEYSLOT', `{${saleId}}`);
      const ranges = await client.cluster('SLOTS');
      return ranges.find(([from, to]) => from <= slot && slot <= to)?.[2]?.[1];
    });
    const owner = nodes.find(({ url }) => Number(new URL(url).port) === port);
    if (!owner) {
      throw new Error(`no node has the keys of ${saleId}`);
    }
    return owner;
  }

  return {
    url: `redis-cluster://${hosts.join(',')}`,
    masters,
    replicas,
    ownerOf,
    async moveSale(saleId, to) {
      const from = await ownerOf(saleId);
      const [source, target] = [new Redis(from.url), new Redis(to.url)];
      try {
        const slot = await source.cluster('KEYSLOT', `{${saleId}}`);
        const [sourceId, targetId] = await Promise.all([
          source.cluster('MYID'),
          target.cluster('MYID'),
        ]);
        await target.call('CLUSTER', 'SETSLOT', slot, 'IMPORTING', String(sourceId));
        await source.call('CLUSTER', 'SETSLOT', slot, 'MIGRATING', String(targetId));
        const { hostname, port } = new URL(to.url);
        for (;;) {
          const keys = (await source.cluster('GETKEYSINSLOT', slot, 2)) as string[];
          if (keys.length === 0) {
            break;
          }
          await source.call('MIGRATE', hostname, port, '', 0, 5_000, 'KEYS', ...keys);
        }
        // The target first: a node that still sends here finds the new owner.
        await target.call('CLUSTER', 'SETSLOT', slot, 'NODE', String(targetId));
        await source.call('CLUSTER', 'SETSLOT', slot, 'NODE', String(targetId));
      } finally {
        source.disconnect();
        target.disconnect();
      }
    },
    async destroy() {
      await Promise.all(nodes.map((node) => node.destroy()));
    },
  };
}

/** A handshake that takes longer than the node timeout is dropped, and no node repeats it by itself. */
const HANDSHAKE_MS = 3_000;

/** Every node meets the first one, until all know each other. */
async function introduce(clients: readonly Redis[], { hostname, port }: URL): Promise<void> {
  let metAt = Number.NEGATIVE_INFINITY;
  await waitFor(async () => {
    const states = await Promise.all(clients.map((client) => client.cluster('INFO')));
    const isMet = states.map((info) => info.includes(`cluster_known_nodes:${clients.length}`));
    if (!isMet.every(Boolean) && performance.now() - metAt > HANDSHAKE_MS) {
      metAt = performance.now();
      const strangers = clients.filter((_, at) => at > 0 && !isMet[at]);
      await Promise.all(strangers.map((client) => client.cluster('MEET', hostname, port)));
    }
    return isMet.every(Boolean) && states.every((info) => info.includes('cluster_state:ok'));
  });
}

/** The answer of the first node that gives one: some may be dead. */
async function ask<Answer>(
  nodes: readonly PrivateRedis[],
  question: (client: Redis) => Promise<Answer | undefined>,
): Promise<Answer | undefined> {
  for (const { url } of nodes) {
    const client = new Redis(url, { maxRetriesPerRequest: 0, retryStrategy: () => null });
    client.on('error', () => {});
    try {
      return await question(client);
    } catch {
      // This node is dead; another one knows as much.
    } finally {
      client.disconnect();
    }
  }
  return undefined;
}

function slotsOf(at: number, size: number): number[] {
  const [from, to] = [Math.floor((at * SLOTS) / size), Math.floor(((at + 1) * SLOTS) / size)];
  return Array.from({ length: to - from }, (_, i) => from + i);
}
