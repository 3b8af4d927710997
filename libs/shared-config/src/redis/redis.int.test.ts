import { createServer } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import {
  addressFault,
  checkRedisPolicy,
  checkReplicas,
  createRedis,
  type RedisClient,
  readRedisFacts,
  redisFaults,
  whenReady,
} from './redis.ts';

const url = process.env.TEST_REDIS_URL ?? '';
const opened: RedisClient[] = [];

function open(role: 'producer' | 'worker' | 'subscriber', at = url): RedisClient {
  const redis = createRedis(at, role);
  redis.on('error', () => {});
  opened.push(redis);
  return redis;
}

afterEach(() => {
  for (const redis of opened.splice(0)) {
    redis.disconnect();
  }
});

/** A port without a listener. */
async function deadPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address ? address.port : 1;
}

describe('clients of Redis', () => {
  test('answer once they are ready', async () => {
    for (const role of ['producer', 'worker', 'subscriber'] as const) {
      const redis = open(role);
      await whenReady(redis);
      expect(await redis.ping()).toBe('PONG');
    }
  });

  test('of a producer tell people at once that Redis is away', async () => {
    const redis = open('producer', `redis://127.0.0.1:${await deadPort()}`);
    const begin = performance.now();
    await expect(redis.ping()).rejects.toThrow();
    expect(performance.now() - begin).toBeLessThan(1_000);
    await expect(whenReady(redis, 200)).rejects.toThrow(/not ready within 200 ms/);
  });

  test('of a worker keep a command until Redis is there', async () => {
    const redis = open('worker', `redis://127.0.0.1:${await deadPort()}`);
    let answered = false;
    const stop = () => {
      answered = true;
    };
    redis.ping().then(stop, stop);
    for (let attempt = 0; attempt < 3; attempt += 1) {
      await new Promise((resolve) => redis.once('reconnecting', resolve));
    }
    expect(answered).toBe(false);
  });

  test('send commands of one moment in one piece', async () => {
    const redis = open('producer');
    await whenReady(redis);
    const key = `config-test:${crypto.randomUUID()}`;
    const answers = await Promise.all(Array.from({ length: 200 }, () => redis.incr(key)));
    expect(answers).toEqual(Array.from({ length: 200 }, (_, index) => index + 1));
    await redis.del(key);
  });
});

describe('an address that fits no Redis', () => {
  test('a cluster that is none is refused at once, with the line to change', async () => {
    const { host } = new URL(url);
    const { password } = new URL(url);
    const redis = open('producer', `redis-cluster://${password ? `:${password}@` : ''}${host}`);
    await expect(whenReady(redis, 30_000)).rejects.toThrow('Write redis:// instead');
  });

  test('what the server said last is told when it was not ready in time', async () => {
    const redis = open('worker', `redis://127.0.0.1:${await deadPort()}`);
    await expect(whenReady(redis, 300)).rejects.toThrow('ECONNREFUSED');
  });
});

describe('the policy of Redis', () => {
  const good = {
    version: '7.0.1',
    policy: 'noeviction',
    appendOnly: true,
    usedMemoryBytes: 1,
    maxMemoryBytes: 0,
    isClusterNode: false,
    isReplica: false,
  };

  test('is read from the real server', async () => {
    const redis = open('producer');
    await whenReady(redis);
    const [facts] = await readRedisFacts(redis);
    expect(facts?.version).toMatch(/^\d+\.\d+/);
    expect(facts?.policy).toBe('noeviction');
    expect(facts?.usedMemoryBytes).toBeGreaterThan(0);
    const warnings: string[] = [];
    const options = { isProduction: false, warn: (text: string) => warnings.push(text) };
    expect(await checkRedisPolicy(redis, options)).toEqual(warnings);
  });

  test('tells a node of a cluster and a replica from a Redis of its own', () => {
    const at = { host: 'r1', port: 7_000 };
    expect(addressFault(good, at)).toBeNull();
    expect(addressFault({ ...good, isClusterNode: true }, at)).toContain(
      'REDIS_URL=redis-cluster://r1:7000',
    );
    expect(addressFault({ ...good, isReplica: true }, at)).toContain('names a replica (r1:7000)');
  });

  test('names whatever could lose a place in line', () => {
    expect(redisFaults([good, { ...good, version: '6.2.0' }])).toEqual([]);
    expect(redisFaults([{ ...good, policy: 'allkeys-lru' }])[0]).toMatch(/noeviction/);
    expect(redisFaults([{ ...good, appendOnly: false }])[0]).toMatch(/appendonly yes/);
    expect(redisFaults([{ ...good, version: '6.0.16' }])[0]).toMatch(/too old/);
    expect(
      redisFaults([{ ...good, version: '5.0.1', policy: 'x', appendOnly: false }]),
    ).toHaveLength(3);
  });

  test('names a missing limit of memory in production, where outsiders send what fills it', () => {
    const facts = [{ ...good, maxMemoryBytes: 0 }];
    expect(redisFaults(facts, { isProduction: true })[0]).toMatch(/Set maxmemory,/);
    expect(redisFaults(facts, { isProduction: false })).toEqual([]);
    expect(redisFaults([{ ...good, maxMemoryBytes: 1 }], { isProduction: true })).toEqual([]);
  });

  test('stops a production start where it would only warn elsewhere', async () => {
    const redis = open('producer');
    await whenReady(redis);
    const bad = {
      info: async () => 'redis_version:7.0.1\r\nmaxmemory_policy:allkeys-lru\r\naof_enabled:0\r\n',
    };
    const reader = Object.assign(Object.create(redis), bad) as RedisClient;
    const warnings: string[] = [];
    const warn = (text: string) => warnings.push(text);
    await expect(checkRedisPolicy(reader, { isProduction: true, warn })).rejects.toThrow(
      /noeviction/,
    );
    expect(warnings).toEqual([]);
    await checkRedisPolicy(reader, { isProduction: false, warn });
    expect(warnings).toHaveLength(2);
  });
});

test('an API that is to wait for a replica does not start where none is connected, and says which line to change', async () => {
  const redis = open('producer');
  await whenReady(redis);
  await expect(checkReplicas(redis)).rejects.toThrow(/replicaof <host> <port>.*DURABILITY=ha/);
});
