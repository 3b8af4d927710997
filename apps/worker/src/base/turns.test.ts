import { expect, test } from 'vitest';
import { createTurns } from './turns.ts';

test('no more than so many works go on at the same time, in the order in which they came', async () => {
  const turns = createTurns({ atOnce: 2 });
  const begun: number[] = [];
  let running = 0;
  let most = 0;
  const work = async (name: number) => {
    begun.push(name);
    running += 1;
    most = Math.max(most, running);
    await new Promise((resolve) => setImmediate(resolve));
    running -= 1;
  };
  await Promise.all([1, 2, 3, 4, 5, 6].map((name) => turns.take(() => work(name))));
  expect(begun).toEqual([1, 2, 3, 4, 5, 6]);
  expect(most).toBe(2);
});

test('a work that fails gives its turn back', async () => {
  const turns = createTurns({ atOnce: 1 });
  const failing = turns.take(async () => {
    throw new Error('no');
  });
  let isDone = false;
  const next = turns.take(async () => {
    isDone = true;
  });
  await expect(failing).rejects.toThrow('no');
  await next;
  expect(isDone).toBe(true);
});

test('a worker that stops does not wait for turns that rest, and begins nothing more', async () => {
  const turns = createTurns({ atOnce: 1, restTimes: 1_000_000 });
  await turns.take(() => new Promise((resolve) => setImmediate(resolve)));
  let isBegun = false;
  const waiting = turns.take(async () => {
    isBegun = true;
  });
  turns.close();
  await waiting;
  expect(isBegun).toBe(false);
});
