import { randomBytes } from 'node:crypto';
import { Redis } from 'ioredis';

/** A client on the Redis of this run. Tests share it and stay apart by the ids of their sales. */
export function testRedis(): Redis {
  return new Redis(testRedisUrl());
}

export function testRedisUrl(): string {
  return required('TEST_REDIS_URL');
}

/** A database of its own on the MongoDB of this run. */
export function testDatabaseUri(name = `flash_test_${randomBytes(6).toString('hex')}`): string {
  const uri = required('TEST_MONGODB_URI');
  return uri.replace(/^(mongodb(?:\+srv)?:\/\/[^/?]+)(?:\/[^?]*)?/, `$1/${name}`);
}

/** A test that cannot reach its engines fails: one that skips itself would prove nothing. */
function required(name: string): string {
  const value = process.env[name];
  if (value) {
    return value;
  }
  throw new Error(`${name} is not set: run this test through node tools/with-engines.mjs --`);
}
