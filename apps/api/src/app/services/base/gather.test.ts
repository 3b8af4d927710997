import { describe, expect, test } from 'vitest';
import { createGather } from './gather.ts';

function slow() {
  const calls: string[][] = [];
  const finish: (() => void)[] = [];
  const ask = createGather<string, string>(async (keys) => {
    calls.push(keys);
    await new Promise<void>((resolve) => finish.push(resolve));
    return (key) => key.toUpperCase();
  }, 3);
  return { calls, ask, next: () => finish.shift()?.() };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('gathering', () => {
  test('asks at once when nothing is under way', async () => {
    const { calls, ask, next } = slow();
    const answer = ask('a');
    expect(calls).toEqual([['a']]);
    next();
    expect(await answer).toBe('A');
  });

  test('makes one call of what came meanwhile, and asks for nothing twice', async () => {
    const { calls, ask, next } = slow();
    const answers = [ask('a'), ask('b'), ask('b'), ask('c')];
    next();
    await settled();
    expect(calls).toEqual([['a'], ['b', 'c']]);
    next();
    expect(await Promise.all(answers)).toEqual(['A', 'B', 'B', 'C']);
  });

  test('never answers from a call that began before the question', async () => {
    const { calls, ask, next } = slow();
    const first = ask('a');
    const second = ask('a');
    next();
    await first;
    await settled();
    expect(calls).toHaveLength(2);
    next();
    await second;
  });

  test('tells everybody of a failed call, and goes on', async () => {
    let fails = true;
    const ask = createGather<string, string>(async () => {
      if (fails) {
        throw new Error('away');
      }
      return (key) => key;
    });
    await expect(Promise.all([ask('a')])).rejects.toThrow('away');
    fails = false;
    expect(await ask('b')).toBe('b');
  });
});
