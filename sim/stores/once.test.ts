import { expect, test } from 'vitest';
import { createOnce } from '../../apps/api/src/app/services/base/idempotency.ts';
import { createRedisClient, serve } from './redis-client.ts';
import { RedisStore } from './redis-store.ts';

/** The memory behind Idempotency-Key on the model of Redis, whose clock stands until it is moved. */
function openMemory() {
  const clock = { now: 1_800_000_000_000 };
  const store = new RedisStore(
    () => clock.now,
    () => {},
  );
  const sent = new Map<string, string>();
  const texts = { of: (sha1: string) => sent.get(sha1), sent: (text: string) => text };
  const redis = createRedisClient(async (words) => serve(store, texts, words));
  const once = createOnce(redis as never, {
    warn: (...args: unknown[]) => expect(args).toEqual([]),
  });
  return { clock, store, once };
}

const press = (field: string) => ({ owner: 'buyer', field, body: 'same' });

test('a request under way is known, and one whose process died is free after six seconds', async () => {
  const { clock, once } = openMemory();
  let finish = () => {};
  const slow = once(press('one'), () => new Promise<void>((resolve) => (finish = resolve)));
  await expect(once(press('one'), async () => 2)).rejects.toMatchObject({
    code: 'IDEMPOTENCY_IN_PROGRESS',
  });
  clock.now += 6_000;
  expect(await once(press('one'), async () => 'again')).toMatchObject({ memo: 'again' });
  finish();
  await slow;
  expect(await once(press('one'), async () => 3)).toEqual({ memo: 'again', replayed: true });
});

test('the last twenty answers are remembered', async () => {
  const { clock, once, store } = openMemory();
  for (let i = 0; i < 25; i += 1) {
    clock.now += 1;
    await once(press(`key${i}`), async () => i);
  }
  expect(store.run(['HLEN', 'fsonce:buyer'])).toBe(20);
  expect(await once(press('key5'), async () => -1)).toEqual({ memo: 5, replayed: true });
  expect(await once(press('key4'), async () => -1)).toEqual({ memo: -1, replayed: false });
});
