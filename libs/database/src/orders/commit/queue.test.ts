import { describe, expect, it } from 'vitest';
import { newOrderDoc } from '../mapping.ts';
import { takeBatch } from './queue.ts';
import { createWaiting, type Waiting } from './waiting.ts';

function waiting(n: number, change: { epoch?: number; buyer?: string; unit?: number } = {}) {
  const doc = newOrderDoc(
    {
      saleId: '65a000000000000000000001',
      epoch: 1,
      fence: n,
      buyer: `g${n}`,
      unit: n,
      seq: n,
      email: 'a@b.c',
      contact: null,
      amount: 0,
      currency: 'EUR',
      ...change,
    },
    new Date(0),
  );
  // Far away: how long a test takes must not decide who is still waiting.
  return createWaiting(doc, 60_000).waiting;
}

const fences = (list: readonly Waiting[]) => list.map((one) => one.doc.fence);

describe('the next batch', () => {
  it('serves in order and leaves the rest where it stood', () => {
    const queue = [1, 2, 3, 4].map((n) => waiting(n));
    expect(fences(takeBatch(queue, 3))).toEqual([1, 2, 3]);
    expect(fences(queue)).toEqual([4]);
  });

  it('keeps two orders of one buyer or one unit apart, so that neither is blamed on the other', () => {
    const queue = [waiting(1), waiting(2, { buyer: 'g1' }), waiting(3, { unit: 1 }), waiting(4)];
    expect(fences(takeBatch(queue, 9))).toEqual([1, 4]);
    expect(fences(takeBatch(queue, 9))).toEqual([2, 3]);
  });

  it('never mixes epochs', () => {
    const queue = [waiting(1), waiting(2, { epoch: 2 }), waiting(3)];
    expect(fences(takeBatch(queue, 9))).toEqual([1, 3]);
    expect(fences(takeBatch(queue, 9))).toEqual([2]);
  });

  it('forgets whoever has been answered already', () => {
    const late = waiting(1);
    late.answer({ kind: 'unknown' });
    const queue = [late, waiting(2)];
    expect(fences(takeBatch(queue, 9))).toEqual([2]);
    expect(queue).toEqual([]);
  });
});
