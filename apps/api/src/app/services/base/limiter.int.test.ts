import { randomUUID } from 'node:crypto';
import { createRedis, type RedisClient, whenReady } from '@flash/shared-config';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createLimiter } from './limiter.ts';

let redis: RedisClient;
beforeAll(async () => {
  redis = createRedis(process.env.TEST_REDIS_URL ?? '', 'producer');
  await whenReady(redis);
});
afterAll(() => redis.disconnect());

const rule = (change: object = {}) => ({ name: 'test', max: 20, windowMs: 10_000, ...change });
const allowed = (verdicts: { allowed: boolean }[]) => verdicts.filter((one) => one.allowed).length;

test('one limit holds however many processes count', async () => {
  const key = randomUUID();
  const processes = [createLimiter(redis, Date.now), createLimiter(redis, Date.now)];
  const verdicts = await Promise.all(
    Array.from({ length: 50 }, (_, i) => processes[i % 2]?.take(rule(), key)),
  );
  expect(allowed(verdicts.filter((one) => one !== undefined))).toBe(20);
  const refused = await createLimiter(redis, Date.now).take(rule(), key);
  expect(refused).toMatchObject({ allowed: false });
  if (!refused.allowed) {
    expect(refused.retryAfterMs).toBeGreaterThan(0);
  }
});

test('calls that are first counted in the process count towards the limit in Redis', async () => {
  const key = randomUUID();
  const limiter = createLimiter(redis, Date.now);
  const verdicts = [];
  for (let i = 0; i < 25; i += 1) {
    verdicts.push(await limiter.take(rule({ local: 5 }), key));
  }
  expect(allowed(verdicts)).toBe(20);
});

test('a key that stays within its local limit causes no call to Redis', async () => {
  const gone = createRedis('redis://127.0.0.1:1', 'producer', { retryStrategy: () => null });
  gone.on('error', () => {});
  const limiter = createLimiter(gone, Date.now);
  for (let i = 0; i < 5; i += 1) {
    expect(await limiter.take(rule({ local: 5 }), 'me')).toEqual({ allowed: true });
  }
  await expect(limiter.take(rule({ local: 5 }), 'me')).rejects.toThrow();
  gone.disconnect();
});

test('a new window forgives', async () => {
  const key = randomUUID();
  const limiter = createLimiter(redis, Date.now);
  const short = rule({ max: 1, windowMs: 100 });
  expect(await limiter.take(short, key)).toMatchObject({ allowed: true });
  expect(await limiter.take(short, key)).toMatchObject({ allowed: false });
  await expect.poll(() => redis.exists(`fslimit:test:${key}`)).toBe(0);
  expect(await limiter.take(short, key)).toMatchObject({ allowed: true });
});

test('a window lasts no longer because the clock of Redis was set back', async () => {
  const key = randomUUID();
  const limiter = createLimiter(redis, Date.now);
  await limiter.take(rule(), key);
  await redis.pexpire(`fslimit:test:${key}`, 550_000);
  expect(await limiter.take(rule(), key)).toMatchObject({ allowed: true });
  expect(await redis.pttl(`fslimit:test:${key}`)).toBeLessThanOrEqual(10_000);
});
