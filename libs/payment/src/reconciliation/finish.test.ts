import type { DuePayment, MoneyRecord, PaymentState } from '@flash/database';
import { expect, test } from 'vitest';
import { finishPayment } from './finish.ts';

const due: DuePayment = {
  ...{ id: 'o1', kind: 'order', saleId: 's1', fence: 7, epoch: 1, buyer: 'ada' },
  ...{ payment: 'capture pending', triedAt: 0 },
};

/** A worker that slept since it found the payment, and what it told and changed; the order says `now` meanwhile. */
async function captureRefused(now: PaymentState) {
  const told: unknown[] = [];
  const undone: unknown[] = [];
  const outcome = await finishPayment(
    {
      orders: {
        setPayment: async () => true,
        refund: async (id) => {
          undone.push(id);
          return { kind: 'missing' };
        },
        moneyOf: async () => ({ ...due, payment: now }) as unknown as MoneyRecord,
      },
      payment: {
        capture: async () => ({ kind: 'failed', reason: 'The authorisation was cancelled.' }),
        cancel: async () => ({ kind: 'cancelled' }),
        refund: async () => ({ kind: 'refunded' }),
      },
      alert: (_, details) => void told.push(details),
    },
    due,
  );
  return { outcome, told, undone };
}

test('an order whose money will never come is undone, and a person is told', async () => {
  expect(await captureRefused('capture pending')).toEqual({
    outcome: 'capture failed',
    told: [{ orderId: 'o1', capture: 'The authorisation was cancelled.' }],
    undone: ['o1'],
  });
});

test.each(['cancel pending', 'cancelled', 'refunded'] as const)(
  'a capture that is refused because the order was refunded meanwhile (%s) is no alert',
  async (now) => {
    expect(await captureRefused(now)).toEqual({ outcome: now, told: [], undone: [] });
  },
);
