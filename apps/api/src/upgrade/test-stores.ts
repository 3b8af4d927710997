import type { Redis } from 'ioredis';
import { mongo } from 'mongoose';

const { EJSON } = mongo.BSON;

/** What lies in both stores, as text that a later version of either can take back. */
export interface Recorded {
  /** By the clock of the machine that recorded it. */
  at: number;
  redis: Record<string, RedisValue>;
  /** Extended JSON, a collection of documents each. */
  mongo: Record<string, unknown[]>;
}

type RedisValue =
  | { type: 'string'; value: string }
  | { type: 'hash'; value: Record<string, string> }
  | { type: 'set'; value: string[] }
  | { type: 'zset'; value: string[] }
  | { type: 'stream'; value: [string, string[]][] };

/** Locks and leaders last for a second, and jobs in the queue are made again. */
const passing = /^(?:fslock|fslead|upgrade:)/;
const passingCollections = new Set(['processes', 'turnstiles', 'system.profile']);

export async function recordStores(redis: Redis, db: mongo.Db): Promise<Recorded> {
  const recorded: Recorded = { at: Date.now(), redis: {}, mongo: {} };
  for (const key of (await redis.keys('*')).sort()) {
    if (!passing.test(key)) {
      recorded.redis[key] = await readKey(redis, key);
    }
  }
  for (const { name } of await db.listCollections().toArray()) {
    if (passingCollections.has(name)) {
      continue;
    }
    const documents = await db.collection(name).find().sort({ _id: 1 }).toArray();
    recorded.mongo[name] = EJSON.serialize(documents, { relaxed: false }) as unknown as unknown[];
  }
  return recorded;
}

async function readKey(redis: Redis, key: string): Promise<RedisValue> {
  const type = await redis.type(key);
  switch (type) {
    case 'string':
      return { type, value: (await redis.get(key)) ?? '' };
    case 'hash':
      return { type, value: await redis.hgetall(key) };
    case 'set':
      return { type, value: (await redis.smembers(key)).sort() };
    case 'zset':
      return { type, value: await redis.zrange(key, 0, '-1', 'WITHSCORES') };
    case 'stream':
      return { type, value: await redis.xrange(key, '-', '+') };
    default:
      throw new Error(`${key} is a ${type}: say how to record it`);
  }
}

export async function loadStores(recorded: Recorded, redis: Redis, db: mongo.Db): Promise<void> {
  for (const [key, { type, value }] of Object.entries(recorded.redis)) {
    if (type === 'string') {
      await redis.set(key, value);
    }
    if (type === 'hash') {
      await redis.hset(key, value);
    }
    if (type === 'set') {
      await redis.sadd(key, ...value);
    }
    if (type === 'zset') {
      for (let i = 0; i < value.length; i += 2) {
        await redis.zadd(key, value[i + 1] ?? '', value[i] ?? '');
      }
    }
    if (type === 'stream') {
      for (const [id, fields] of value) {
        await redis.xadd(key, id, ...fields);
      }
    }
  }
  for (const [name, documents] of Object.entries(recorded.mongo)) {
    if (documents.length === 0) {
      continue;
    }
    await db.collection(name).insertMany(documents.map((one) => EJSON.deserialize(one as object)));
  }
}
