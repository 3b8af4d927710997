import { describe, expect, test } from 'vitest';
import { createBatchLoader } from './batch-loader.ts';

function slow() {
  const calls: string[][] = [];
  const finish: (() => void)[] = [];
  const load = createBatchLoader<string, string>(
    async (keys) => {
      calls.push(keys);
      await new Promise<void>((resolve) => finish.push(resolve));
      return keys.map((key) => key.toUpperCase());
    },
    { max: 3 },
  );
  return { calls, load, next: () => finish.shift()?.() };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('a batch loader', () => {
  test('loads at once when no call is under way', async () => {
    const { calls, load, next } = slow();
    const answer = load('a');
    expect(calls).toEqual([['a']]);
    next();
    expect(await answer).toBe('A');
  });

  test('makes one call of the keys that came meanwhile, and names each of them once', async () => {
    const { calls, load, next } = slow();
    const answers = [load('a'), load('b'), load('b'), load('c')];
    next();
    await turn();
    expect(calls).toEqual([['a'], ['b', 'c']]);
    next();
    expect(await Promise.all(answers)).toEqual(['A', 'B', 'B', 'C']);
  });

  test('never answers from a call that began before the question', async () => {
    const { calls, load, next } = slow();
    const first = load('a');
    const second = load('a');
    next();
    await first;
    await turn();
    expect(calls).toHaveLength(2);
    next();
    await second;
  });

  test('rejects every key of a call that fails, and goes on', async () => {
    let isBroken = true;
    const load = createBatchLoader<string, string>(async (keys) => {
      if (isBroken) {
        throw new Error('broken');
      }
      return keys;
    });
    await expect(load('a')).rejects.toThrow('broken');
    isBroken = false;
    expect(await load('b')).toBe('b');
  });

  test('rejects only the key whose answer is an error', async () => {
    const load = createBatchLoader<number, number>(
      async (keys) => keys.map((key) => (key < 0 ? new RangeError('negative') : key)),
      { gather: turn },
    );
    const [good, bad] = await Promise.allSettled([load(1), load(-1)]);
    expect(good).toMatchObject({ status: 'fulfilled', value: 1 });
    expect(bad).toMatchObject({ status: 'rejected', reason: new RangeError('negative') });
  });

  test('puts what comes in one turn into calls of at most `max` keys where it is told to gather', async () => {
    const calls: number[][] = [];
    const double = createBatchLoader<number, number>(
      async (keys) => {
        calls.push(keys);
        return keys.map((key) => key * 2);
      },
      { max: 3, gather: turn },
    );
    expect(await Promise.all([1, 2, 3, 4].map(double))).toEqual([2, 4, 6, 8]);
    expect(calls).toEqual([[1, 2, 3], [4]]);
    expect(await double(5)).toBe(10);
  });
});
