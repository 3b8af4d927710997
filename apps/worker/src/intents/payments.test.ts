import type { Database, DuePayment, Orders, PreparedPayment } from '@flash/database';
import type { PaymentPort } from '@flash/payment';
import type { Engine } from '@flash/reservation';
import { describe, expect, test } from 'vitest';
import { createMetrics } from '../base/metrics.ts';
import {
  createFinishPayments,
  createReleaseLeftOvers,
  createVoidAuthorisations,
} from './payments.ts';

const NOW = 1_000_000;

async function countedBy(metrics: ReturnType<typeof createMetrics>) {
  const { values } = await metrics.payments.get();
  return values.map(({ labels, value }) => `${labels.outcome} ${value}`);
}

describe('a payment that is still to be captured', () => {
  async function finish(isTaken: boolean, capture: () => Promise<object>) {
    const due = { id: 'o', saleId: 's', fence: 7, payment: 'capture pending' } as DuePayment;
    const noted: string[] = [];
    const metrics = createMetrics();
    const orders = {
      pendingPayments: async () => [due],
      takePayment: async () => isTaken,
      setPayment: async (_key: object, _from: string, to: string) => void noted.push(to),
    } as unknown as Orders;
    const payment = { capture } as unknown as PaymentPort;
    const done = createFinishPayments({ orders, payment, metrics, alert: () => {} })(NOW);
    const count = await done.catch((error: Error) => error.message);
    return { count, noted, counted: await countedBy(metrics) };
  }

  test('is captured, noted and counted', async () => {
    const found = await finish(true, async () => ({ kind: 'captured' }));
    expect(found).toEqual({ count: 1, noted: ['captured'], counted: ['captured 1'] });
  });

  test('is left to the worker that took it first', async () => {
    const found = await finish(false, async () => ({ kind: 'captured' }));
    expect(found).toEqual({ count: 1, noted: [], counted: [] });
  });

  test('that fails is counted as such', async () => {
    const found = await finish(true, () => Promise.reject(new Error('away')));
    expect(found).toEqual({ count: 'away', noted: [], counted: ['error 1'] });
  });
});

describe('money that is reserved for an attempt without a record', () => {
  const [OLDER, RECORDED, FIRST, LATER] = [1_000_000_007, 1_000_000_008, 2_000_000_000, 2e9 + 7];

  async function voided(epoch: number | null, attempts: readonly number[]) {
    const said: string[] = [];
    const payment = {
      openAuthorisations: async () => attempts.map((attempt) => ({ attempt })),
    } as unknown as PaymentPort;
    const orders = {
      async recorded(_sale: string, among: number[]) {
        said.push(`look for ${among.join(' ')}`);
        return new Set([RECORDED]);
      },
      insertVoid: async (record: { fence: number; epoch: number }) =>
        void said.push(`void ${record.fence} in ${record.epoch}`),
    } as unknown as Orders;
    return { count: await createVoidAuthorisations({ orders, payment })({ id: 's', epoch }), said };
  }

  test('is let go when the attempt is of an older epoch', async () => {
    const found = await voided(2, [OLDER, RECORDED, FIRST, LATER]);
    const said = [`look for ${OLDER} ${RECORDED}`, `void ${OLDER} in 2`];
    expect(found).toEqual({ count: 1, said });
  });

  test('is let go when the sale is archived or deleted, whatever the epoch of the attempt', async () => {
    const found = await voided(null, [OLDER, LATER]);
    const said = [`look for ${OLDER} ${LATER}`, `void ${OLDER} in 0`, `void ${LATER} in 0`];
    expect(found).toEqual({ count: 2, said });
  });

  test('stays while the attempt goes on: no record is looked for', async () => {
    expect(await voided(2, [LATER])).toEqual({ count: 0, said: [] });
  });
});

describe('a prepared payment that is due', () => {
  const due = { id: 'p', saleId: 's', buyer: 'ada', fence: 7, state: 'open' } as unknown;

  async function release({ hasProvider = true, isTaken = true, leftMs = 20_000 } = {}) {
    const said: string[] = [];
    const metrics = createMetrics();
    const preparedPayments = {
      async due() {
        said.push('due');
        return [due as PreparedPayment];
      },
      async take({ checkAt }: PreparedPayment, next: number) {
        said.push(`take until ${next - NOW}${checkAt ? `, was until ${checkAt - NOW}` : ''}`);
        return isTaken;
      },
    };
    const hold = { fence: 7, expiresAt: NOW + leftMs };
    const count = await createReleaseLeftOvers({
      engine: {
        position: async () => ({
          ...{ kind: 'positions', now: NOW, places: [{ state: 'held', hold }] },
        }),
      } as unknown as Engine,
      db: { preparedPayments } as unknown as Database,
      payment: { preparing: hasProvider ? {} : undefined } as unknown as PaymentPort,
      metrics,
    })(NOW);
    return { count, said, counted: await countedBy(metrics) };
  }

  test('is looked at again when its hold will have ended', async () => {
    const said = ['due', 'take until 5000', 'take until 21000, was until 5000'];
    expect(await release()).toEqual({ count: 1, said, counted: ['held 1'] });
  });

  test('is looked at again when a failed look would be, without a further note', async () => {
    const found = await release({ leftMs: 4_000 });
    expect(found).toMatchObject({ said: ['due', 'take until 5000'], counted: ['held 1'] });
  });

  test('is left to the worker that took it first', async () => {
    const found = await release({ isTaken: false });
    expect(found).toEqual({ count: 1, said: ['due', 'take until 5000'], counted: [] });
  });

  test('is left alone by a provider that prepares none', async () => {
    expect(await release({ hasProvider: false })).toEqual({ count: 0, said: [], counted: [] });
  });
});
