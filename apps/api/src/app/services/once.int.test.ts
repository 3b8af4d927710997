import { randomUUID } from 'node:crypto';
import { createRedis, type RedisClient, whenReady } from '@flash/shared-config';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { AppError } from '../errors.ts';
import { createOnce, type Once } from './once.ts';

let redis: RedisClient;
let once: Once;
beforeAll(async () => {
  redis = createRedis(process.env.TEST_REDIS_URL ?? '', 'producer');
  await whenReady(redis);
  once = createOnce(redis);
});
afterAll(() => redis.disconnect());

test('a hundred at once: one works, the others are told that it is under way', async () => {
  const scope = randomUUID();
  let worked = 0;
  let finish = () => {};
  const finished = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const calls = Array.from({ length: 100 }, () =>
    once(scope, 'same', async () => {
      worked += 1;
      await finished;
      return { orderId: 'o1' };
    }).catch((error: AppError) => error.code),
  );
  const told = await Promise.all(calls.slice(1).map((call) => Promise.race([call])));
  expect(new Set(told)).toEqual(new Set(['IDEMPOTENCY_IN_PROGRESS']));
  finish();
  expect(await calls[0]).toEqual({ memo: { orderId: 'o1' }, replayed: false });
  expect(worked).toBe(1);
  const again = await once(scope, 'same', () => Promise.reject(new Error('worked twice')));
  expect(again).toEqual({ memo: { orderId: 'o1' }, replayed: true });
});

test('another body under the same key is refused', async () => {
  const scope = randomUUID();
  await once(scope, 'one', async () => 1);
  await expect(once(scope, 'two', async () => 2)).rejects.toMatchObject({
    code: 'IDEMPOTENCY_KEY_REUSED',
  });
});

test('a refusal is repeated, a fault of ours is not', async () => {
  const scope = randomUUID();
  const decline = () => Promise.reject(new AppError('PAYMENT_DECLINED'));
  await expect(once(scope, 'b', decline)).rejects.toMatchObject({ code: 'PAYMENT_DECLINED' });
  const repeated = once(scope, 'b', async () => 'bought');
  await expect(repeated).rejects.toMatchObject({ code: 'PAYMENT_DECLINED' });

  const other = randomUUID();
  for (const code of [
    'CONFIRM_PENDING',
    'UNAVAILABLE',
    'RATE_LIMITED',
    'UNAUTHENTICATED',
  ] as const) {
    const failing = once(other, 'b', () => Promise.reject(new AppError(code)));
    await expect(failing).rejects.toMatchObject({ code });
  }
  await expect(once(other, 'b', () => Promise.reject(new Error('bug')))).rejects.toThrow('bug');
  expect(await once(other, 'b', async () => 'bought')).toMatchObject({ replayed: false });
});

test('the key is forgotten in time', async () => {
  const scope = randomUUID();
  await once(scope, 'b', async () => 1);
  const left = await redis.pttl(`fsonce:${scope}`);
  expect(left).toBeGreaterThan(590_000);
  expect(left).toBeLessThanOrEqual(600_000);
});
