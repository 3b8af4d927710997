import { expect, test } from 'vitest';
import { createAdmission, createSharedAnswers, createTokenBucket } from './request.ts';

function slow(countMax = 10) {
  let now = 0;
  const asked: string[] = [];
  const finish: (() => void)[] = [];
  const recent = createSharedAnswers<string>(
    async (key) => {
      asked.push(key);
      await new Promise<void>((resolve) => finish.push(resolve));
      return `${key}${asked.length}`;
    },
    { maxAgeMs: 1_000, countMax, now: () => now },
  );
  return {
    recent,
    asked,
    finish: () => finish.shift()?.(),
    pass: (ms: number) => {
      now += ms;
    },
  };
}

test('a crowd that asks at the same time costs one call, also when the answer takes long', async () => {
  const { recent, asked, finish, pass } = slow();
  const first = Promise.all([recent.get('a'), recent.get('a')]);
  pass(5_000);
  const late = recent.get('a');
  finish();
  expect(await first).toEqual(['a1', 'a1']);
  expect(await late).toBe('a1');
  expect(asked).toEqual(['a']);
});

test('an answer is never older than its time, counted from the question', async () => {
  const { recent, asked, finish, pass } = slow();
  const first = recent.get('a');
  pass(600);
  finish();
  await first;
  pass(399);
  expect(await recent.get('a')).toBe('a1');
  pass(1);
  const second = recent.get('a');
  finish();
  expect(await second).toBe('a2');
  expect(asked).toHaveLength(2);
});

test('made-up keys do not fill the memory: the oldest one is let go', async () => {
  const { recent, asked, finish } = slow(2);
  for (const key of ['a', 'b', 'c']) {
    const answer = recent.get(key);
    finish();
    await answer;
  }
  await recent.get('c');
  const again = recent.get('a');
  finish();
  await again;
  expect(asked).toEqual(['a', 'b', 'c', 'a']);
});

test('a failure is not kept longer than an answer', async () => {
  let now = 0;
  let fails = true;
  const recent = createSharedAnswers(
    async () => {
      if (fails) {
        throw new Error('away');
      }
      return 'there';
    },
    { maxAgeMs: 1_000, countMax: 5, now: () => now },
  );
  await expect(recent.get('a')).rejects.toThrow('away');
  fails = false;
  now = 1_000;
  expect(await recent.get('a')).toBe('there');
});

test('a flood of made-up ids is bounded, and keeps no real sale from being asked for', () => {
  const admission = createAdmission(2, createTokenBucket(10, 3));
  admission.remember('real');
  const admitted = Array.from({ length: 100 }, (_, n) => admission.admits(`made-up-${n}`, 0));
  expect(admitted.filter(Boolean)).toHaveLength(3);
  expect(admission.admits('real', 0)).toBe(true);
});

test('no more ids are remembered than there is room for', () => {
  const admission = createAdmission(2, { take: () => false });
  for (const id of ['a', 'b', 'b', 'c']) {
    admission.remember(id);
  }
  expect(['a', 'b', 'c'].map((id) => admission.admits(id, 0))).toEqual([false, true, true]);
});
