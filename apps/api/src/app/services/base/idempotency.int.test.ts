import { randomUUID } from 'node:crypto';
import { createRedis, type RedisClient, whenReady } from '@flash/shared-config';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { AppError } from '../../errors.ts';
import { createOnce, type Once } from './idempotency.ts';

let redis: RedisClient;
let once: Once;
beforeAll(async () => {
  redis = createRedis(process.env.TEST_REDIS_URL ?? '', 'producer');
  await whenReady(redis);
  once = createOnce(redis, { warn() {} });
});
afterAll(() => redis.disconnect());

const press = (owner = randomUUID(), field = 'one', body = 'same') => ({ owner, field, body });
const inProgress = { code: 'IDEMPOTENCY_IN_PROGRESS' };

test('a hundred at once: one works, the others are told that it is under way', async () => {
  const request = press();
  let worked = 0;
  let finish = () => {};
  const finished = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const calls = Array.from({ length: 100 }, () =>
    once(request, async () => {
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
  const again = await once(request, () => Promise.reject(new Error('worked twice')));
  expect(again).toEqual({ memo: { orderId: 'o1' }, replayed: true });
});

test('another body under the same key is refused', async () => {
  const { owner } = press();
  await once(press(owner, 'key', 'one'), async () => 1);
  await expect(once(press(owner, 'key', 'two'), async () => 2)).rejects.toMatchObject({
    code: 'IDEMPOTENCY_KEY_REUSED',
  });
});

test('a refusal that changed something is repeated; one that changed nothing is judged again', async () => {
  const request = press();
  const decline = () => Promise.reject(new AppError('PAYMENT_DECLINED', { isOutcome: true }));
  await expect(once(request, decline)).rejects.toMatchObject({ code: 'PAYMENT_DECLINED' });
  const repeated = once(request, async () => 'bought');
  await expect(repeated).rejects.toMatchObject({ code: 'PAYMENT_DECLINED' });

  const other = press();
  for (const code of ['NO_HOLD', 'HOLD_EXPIRED', 'CONFIRM_PENDING', 'RATE_LIMITED'] as const) {
    const failing = once(other, () => Promise.reject(new AppError(code)));
    await expect(failing).rejects.toMatchObject({ code });
  }
  await expect(once(other, () => Promise.reject(new Error('bug')))).rejects.toThrow('bug');
  expect(await redis.exists(`fsonce:${other.owner}`)).toBe(0);
  expect(await once(other, async () => 'bought')).toMatchObject({ replayed: false });
});

test('the keys of one buyer take the memory of twenty at most, and the last twenty are remembered', async () => {
  const { owner } = press();
  for (let i = 0; i < 25; i += 1) {
    await once(press(owner, `key${i}`), async () => i);
  }
  expect(await redis.hlen(`fsonce:${owner}`)).toBe(20);
  expect(await once(press(owner, 'key5'), async () => -1)).toEqual({ memo: 5, replayed: true });
  expect(await once(press(owner, 'key4'), async () => -1)).toEqual({ memo: -1, replayed: false });
});

test('a request that is refused, or that runs, takes the place of none that is remembered', async () => {
  const { owner } = press();
  for (let i = 0; i < 20; i += 1) {
    await once(press(owner, `key${i}`), async () => i);
  }
  const refused = once(press(owner, 'refused'), () => Promise.reject(new AppError('NO_HOLD')));
  await expect(refused).rejects.toMatchObject({ code: 'NO_HOLD' });
  let finish = () => {};
  const slow = once(press(owner, 'slow'), () => new Promise<void>((resolve) => (finish = resolve)));
  await vi.waitFor(async () => expect(await redis.hlen(`fsonce:${owner}`)).toBe(21));
  expect(await once(press(owner, 'key0'), async () => -1)).toEqual({ memo: 0, replayed: true });
  finish();
  await slow;
  expect(await redis.hlen(`fsonce:${owner}`)).toBe(20);
  expect(await once(press(owner, 'key0'), async () => -1)).toEqual({ memo: -1, replayed: false });
});

test('keys whose processes died are forgotten before any that was answered later', async () => {
  const { owner } = press();
  const hash = `fsonce:${owner}`;
  for (let i = 0; i < 3; i += 1) {
    await redis.hset(hash, `dead${i}`, `r ${1_000 + i} dead same`);
  }
  for (let i = 0; i < 20; i += 1) {
    await once(press(owner, `key${i}`), async () => i);
  }
  expect(await redis.hlen(hash)).toBe(20);
  expect(await once(press(owner, 'key0'), async () => -1)).toEqual({ memo: 0, replayed: true });
});

test('a request under way is not forgotten for newer keys of the same buyer', async () => {
  const { owner } = press();
  let finish = () => {};
  const slow = once(press(owner, 'slow'), () => new Promise<void>((resolve) => (finish = resolve)));
  await vi.waitFor(async () => expect(await redis.hlen(`fsonce:${owner}`)).toBe(1));
  for (let i = 0; i < 25; i += 1) {
    await once(press(owner, `key${i}`), async () => i);
  }
  await expect(once(press(owner, 'slow'), async () => 2)).rejects.toMatchObject(inProgress);
  finish();
  await slow;
});

test('a key whose process died is free after six seconds, for the same request only', async () => {
  const request = press();
  const hash = `fsonce:${request.owner}`;
  const at = async (ms: number) => {
    const [seconds = 0] = await redis.time();
    await redis.hset(hash, request.field, `r ${Number(seconds) * 1_000 - ms} dead same`);
  };
  await at(4_000);
  await expect(once(request, async () => 1)).rejects.toMatchObject(inProgress);
  await at(6_000);
  const other = once({ ...request, body: 'other' }, async () => 1);
  await expect(other).rejects.toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
  expect(await once(request, async () => 1)).toEqual({ memo: 1, replayed: false });
});

test('a key whose process died is free at once when the clock of Redis was set back since', async () => {
  const request = press();
  const [seconds = 0] = await redis.time();
  const ahead = Number(seconds) * 1_000 + 540_000;
  await redis.hset(`fsonce:${request.owner}`, request.field, `r ${ahead} dead same`);
  expect(await once(request, async () => 1)).toEqual({ memo: 1, replayed: false });
});

test('a key whose process works for longer stays taken, and its late end does not undo a newer one', async () => {
  const request = press();
  let finish = (_: string) => {};
  const slow = once(request, () => new Promise<string>((resolve) => (finish = resolve)));
  const hash = `fsonce:${request.owner}`;
  const since = async () => Number((await redis.hget(hash, request.field))?.split(' ')[1]);
  await vi.waitFor(async () => expect(await since()).toBeGreaterThan(0));
  const first = await since();
  await vi.waitFor(async () => expect(await since()).toBeGreaterThan(first), { timeout: 5_000 });
  // Paused for longer than that, it has lost its key to the same request.
  await redis.hset(hash, request.field, `r ${first - 60_000} other same`);
  await once(request, async () => 'newer');
  finish('late');
  expect(await slow).toEqual({ memo: 'late', replayed: false });
  expect(await once(request, async () => '')).toEqual({ memo: 'newer', replayed: true });
});

test('the keys of a buyer are forgotten ten minutes after the last one', async () => {
  const request = press();
  await once(request, async () => 1);
  const left = await redis.pttl(`fsonce:${request.owner}`);
  expect(left).toBeGreaterThan(590_000);
  expect(left).toBeLessThanOrEqual(600_000);
});

test('work that may be repeated goes on while Redis is away, other work does not', async () => {
  const away = createRedis('redis://127.0.0.1:1', 'producer', { retryStrategy: () => null });
  away.on('error', () => undefined);
  const onceAway = createOnce(away, { warn() {} });
  const safe = onceAway({ ...press(), isRepeatable: true }, async () => 'order');
  expect(await safe).toEqual({ memo: 'order', replayed: false });
  let worked = false;
  const risky = onceAway(press(), async () => {
    worked = true;
  });
  await expect(risky).rejects.toThrow();
  expect(worked).toBe(false);
  away.disconnect();
});
