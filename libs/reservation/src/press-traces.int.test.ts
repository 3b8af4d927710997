import { newId } from '@flash/testing';
import { expect, onTestFinished, test } from 'vitest';
import { keysOf } from './keys.ts';
import { createPressTraces } from './press-traces.ts';
import { connectTestRedis } from './testing/sale.ts';

function open() {
  const redis = connectTestRedis();
  const saleId = newId();
  const key = keysOf(saleId).traces;
  onTestFinished(async () => {
    await redis.del(key);
  });
  return { redis, saleId, key, presses: createPressTraces(redis) };
}

const traceOf = (i: number) => `00-${String(i).padStart(32, '0')}-${'1'.repeat(16)}-01`;

test('the trace of a press is given out once, to the process that served the buyer', async () => {
  const { saleId, presses } = open();
  await presses.note(saleId, 'ada', traceOf(1));
  await presses.note(saleId, 'bob', traceOf(2));
  expect(await presses.take(saleId, ['ada', 'eve'])).toEqual([traceOf(1)]);
  expect(await presses.take(saleId, ['ada', 'bob'])).toEqual([traceOf(2)]);
  expect(await presses.take(saleId, [])).toEqual([]);
});

test('a crowd whose presses are all traced takes a bounded part of Redis, and for a bounded time', async () => {
  const { redis, saleId, key, presses } = open();
  const buyers = Array.from({ length: 1_100 }, (_, i) => `b${i}`);
  await Promise.all(buyers.map((buyer, i) => presses.note(saleId, buyer, traceOf(i))));
  expect(await redis.hlen(key)).toBe(1_000);
  expect(await redis.pttl(key)).toBeGreaterThan(0);
  // More buyers than fit into one call of the script.
  const taken = await presses.take(saleId, buyers);
  expect(taken.sort()).toEqual(Array.from({ length: 1_000 }, (_, i) => traceOf(i)).sort());
  expect(await redis.exists(key)).toBe(0);
});
