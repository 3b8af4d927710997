import { describe, expect, test } from 'vitest';
import { newOrderDoc } from '../mapping.ts';
import { createQueue, createWaiting, type Waiting } from './queue.ts';

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

function queueOf(...list: Waiting[]) {
  const queue = createQueue();
  for (const one of list) {
    queue.push(one);
  }
  return queue;
}

describe('the next batch', () => {
  test('serves in order and leaves the rest where it stood', () => {
    const queue = queueOf(...[1, 2, 3, 4].map((n) => waiting(n)));
    expect(fences(queue.take(3))).toEqual([1, 2, 3]);
    expect(fences(queue.takeAll())).toEqual([4]);
  });

  test('keeps two orders of one buyer or one unit apart, so that neither is blamed on the other', () => {
    const alike = [waiting(2, { buyer: 'g1' }), waiting(3, { unit: 1 })];
    const queue = queueOf(waiting(1), ...alike, waiting(4));
    expect(fences(queue.take(9))).toEqual([1, 4]);
    expect(fences(queue.take(9))).toEqual([2, 3]);
  });

  test('never mixes epochs', () => {
    const queue = queueOf(waiting(1), waiting(2, { epoch: 2 }), waiting(3));
    expect(fences(queue.take(9))).toEqual([1, 3]);
    expect(fences(queue.take(9))).toEqual([2]);
  });

  test('forgets orders that have been answered already', () => {
    const late = waiting(1);
    late.answer({ kind: 'unknown' });
    const queue = queueOf(late, waiting(2));
    expect(fences(queue.take(9))).toEqual([2]);
    expect(queue.size).toBe(0);
  });

  test('that failed goes first again, in its order', () => {
    const queue = queueOf(...[1, 2, 3].map((n) => waiting(n)));
    queue.putBack(queue.take(2));
    expect(fences(queue.take(9))).toEqual([1, 2, 3]);
    queue.putBack([waiting(4), waiting(5)]);
    queue.push(waiting(6));
    expect(fences(queue.take(9))).toEqual([4, 5, 6]);
  });

  test('is put together at the same cost however many wait behind it', () => {
    let looks = 0;
    const queue = createQueue();
    const many = 50_000;
    for (let n = 1; n <= many; n += 1) {
      const doc = { epoch: 1, buyer: `g${n}`, unit: n, fence: n } as Waiting['doc'];
      const isOver = () => {
        looks += 1;
        return false;
      };
      queue.push({ doc, deadline: 0, isOver, answer: () => {} });
    }
    const served: number[] = [];
    for (let batches = 0; queue.size > 0; batches += 1) {
      const batch = queue.take(200);
      // Every tenth attempt fails.
      if (batches % 10 === 9) {
        queue.putBack(batch);
      } else {
        served.push(...fences(batch));
      }
    }
    expect(served).toEqual(Array.from({ length: many }, (_, i) => i + 1));
    expect(looks).toBeLessThan(1.2 * many);
  });
});
