import { describe, expect, test } from 'vitest';
import { microBatch } from './micro-batch.ts';

describe('gathering calls', () => {
  test('puts what came together into one batch and gives each caller the own answer', async () => {
    const batches: number[][] = [];
    const double = microBatch<number, number>(async (inputs) => {
      batches.push(inputs);
      return inputs.map((input) => input * 2);
    }, 3);
    expect(await Promise.all([1, 2, 3, 4].map(double))).toEqual([2, 4, 6, 8]);
    expect(batches).toEqual([[1, 2, 3], [4]]);
    expect(await double(5)).toBe(10);
  });

  test('a batch that fails does not take the next one with it', async () => {
    let isBroken = true;
    const work = microBatch<number, number>(async (inputs) => {
      if (isBroken) {
        throw new Error('broken');
      }
      return inputs;
    });
    await expect(work(1)).rejects.toThrow('broken');
    isBroken = false;
    expect(await work(2)).toBe(2);
  });
});
