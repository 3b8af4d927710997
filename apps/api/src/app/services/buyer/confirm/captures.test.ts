import { setImmediate as turn } from 'node:timers/promises';
import type { PaymentPort } from '@flash/payment';
import { expect, test } from 'vitest';
import { createCaptures } from './captures.ts';

/** A provider that captures all but the attempts given here, and what is written of it. */
function setup(refused: readonly number[] = []) {
  const writes: number[][] = [];
  let onWrite = () => {};
  const written = new Promise<void>((resolve) => {
    onWrite = resolve;
  });
  const captures = createCaptures({
    db: {
      orders: {
        async setPayments(keys, from, to) {
          expect([from, to]).toEqual(['capture pending', 'captured']);
          writes.push(keys.map(({ fence }) => fence));
          onWrite();
          return keys.length;
        },
      },
    },
    payment: {
      async capture({ attempt }: { attempt: number }) {
        if (attempt === 13) {
          throw new Error('no answer');
        }
        return { kind: refused.includes(attempt) ? 'unknown' : 'captured' };
      },
    } as unknown as PaymentPort,
    log: { warn() {} },
  });
  const add = (count: number, from = 0) => {
    for (let fence = from; fence < from + count; fence += 1) {
      captures.add({ saleId: 's', fence: 1_000 + fence });
    }
  };
  return { captures, writes, written, add };
}

test('orders of one moment are captured together, and noted with one write', async () => {
  const { captures, writes, add } = setup();
  add(3);
  await turn();
  expect(writes).toEqual([]);
  await captures.idle();
  expect(writes).toEqual([[1_000, 1_001, 1_002]]);
  add(1);
  await captures.idle();
  expect(writes.slice(1)).toEqual([[1_000]]);
});

test('only what the provider captured is noted', async () => {
  const { captures, writes } = setup([12]);
  for (const fence of [11, 12, 13, 14]) {
    captures.add({ saleId: 's', fence });
  }
  await captures.idle();
  expect(writes).toEqual([[11, 14]]);
});

test('many are captured two hundred at a time, and a full batch waits for no more', async () => {
  const { captures, writes, written, add } = setup();
  add(401);
  await written;
  await turn();
  expect(writes.map(({ length }) => length)).toEqual([200, 200]);
  await captures.idle();
  expect(writes.map(({ length }) => length)).toEqual([200, 200, 1]);
  const even = setup();
  even.add(400);
  await even.written;
  await turn();
  expect(even.writes).toHaveLength(2);
});

test('more than ten thousand that wait are left to the worker', async () => {
  const { captures, writes, add } = setup();
  add(10_002);
  await captures.idle();
  expect(writes.flat()).toHaveLength(10_000);
});
