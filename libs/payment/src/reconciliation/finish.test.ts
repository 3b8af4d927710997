import type { DuePayment, MoneyRecord, PaymentState } from '@flash/database';
import { describe, expect, test } from 'vitest';
import { type FinishDeps, finishPayment } from './finish.ts';

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

describe('what is left to do at the provider', () => {
  type Answers = Partial<FinishDeps['payment']>;

  /** Where the payment is then, what was noted, and what a person was told. */
  async function finish(change: Partial<DuePayment>, answers: Answers) {
    const noted: unknown[] = [];
    const told: unknown[] = [];
    const never = () => Promise.reject(new Error('was not asked for'));
    const outcome = await finishPayment(
      {
        orders: {
          setPayment: async (key, from, to) => {
            noted.push([key, from, to]);
            return true;
          },
          refund: never,
          moneyOf: never,
        },
        payment: { capture: never, cancel: never, refund: never, ...answers },
        alert: (_, details) => void told.push(details),
      },
      { ...due, ...change },
    );
    return { outcome, noted, told };
  }

  const key = { saleId: 's1', fence: 7 };

  test.each([
    ['capture pending', { capture: async () => ({ kind: 'pending' }) as const }],
    ['cancel pending', { cancel: async () => ({ kind: 'pending' }) as const }],
    ['refund pending', { refund: async () => ({ kind: 'pending' }) as const }],
  ] as const)('stays %s while the provider does not say', async (payment, answers) => {
    expect(await finish({ payment }, answers)).toEqual({ outcome: payment, noted: [], told: [] });
  });

  test('is nothing once the money is where it belongs', async () => {
    expect(await finish({ payment: 'captured' }, {})).toEqual({
      ...{ outcome: 'captured', noted: [], told: [] },
    });
  });

  test('is a refund where money was taken that was to be let go, and a person is told when no order has it', async () => {
    const cancel = async () => ({ kind: 'already_captured' }) as const;
    const noted = [[key, 'cancel pending', 'refund pending']];
    const payment = 'cancel pending';
    expect(await finish({ kind: 'void', payment }, { cancel })).toEqual({
      ...{ outcome: 'refund pending', noted, told: [{ fence: 7, cancel: 'captured' }] },
    });
    expect(await finish({ kind: 'order', payment }, { cancel })).toMatchObject({ noted, told: [] });
  });

  test('is up to a person when the provider refuses to give money back', async () => {
    const refund = async () => ({ kind: 'failed', reason: 'The card is closed.' }) as const;
    expect(await finish({ payment: 'refund pending' }, { refund })).toEqual({
      outcome: 'failed',
      noted: [[key, 'refund pending', 'failed']],
      told: [{ orderId: 'o1', refund: 'The card is closed.' }],
    });
  });
});
