import type { Orders } from '@flash/database';
import type { Engine, LapsedClaim, SweepOutcome } from '@flash/reservation';
import { describe, expect, test, vi } from 'vitest';
import { CONTRADICTION } from '../base/alerts/alerts.ts';
import { createMetrics } from '../base/metrics.ts';
import { createResolve, createSweep } from './expiry.ts';

type Swept = Partial<Extract<SweepOutcome, { kind: 'swept' }>> | { kind: 'unavailable' };

describe('a sweep', () => {
  async function sweep(answers: Swept[]) {
    let calls = 0;
    const engine = {
      async sweep() {
        if (calls === answers.length) {
          throw new Error('swept once more than there was something to sweep');
        }
        const none = { kind: 'swept', expired: [], lapsed: [], more: false, epoch: 3 };
        const answer = { ...none, nextExpiryAt: 9, why: 'epoch', ...answers[calls] };
        calls += 1;
        return answer;
      },
    } as unknown as Engine;
    const onFreed = vi.fn();
    const reading = { server: 1, asked: 0, steady: 0 };
    const report = await createSweep(engine, createMetrics())('s', { reading, onFreed });
    return { report, calls, freed: onFreed.mock.calls.length };
  }
  const hold = { buyer: 'a', unit: 1, fence: 1, seq: 1 };

  test('goes on while more is due, and tells of freed units after each batch that had some', async () => {
    const lapsed = [{ buyer: 'c' } as LapsedClaim];
    const found = await sweep([
      { expired: [hold, hold], more: true },
      { expired: [hold], more: true },
      { lapsed },
    ]);
    expect(found).toEqual({
      report: { expired: 3, lapsed, epoch: 3, nextExpiryAt: 9, unavailable: null },
      ...{ calls: 3, freed: 2 },
    });
  });

  test('ends with what it did when Redis cannot go on', async () => {
    const found = await sweep([{ expired: [hold], more: true }, { kind: 'unavailable' }]);
    expect(found).toMatchObject({
      report: { expired: 1, lapsed: [], unavailable: 'epoch' },
      ...{ calls: 2, freed: 1 },
    });
  });
});

describe('a claim whose process fell silent', () => {
  const claim = { buyer: 'ada', unit: 3, attempt: 8, seq: 1, fence: 7 } as LapsedClaim;
  const order = { id: 'o', buyer: 'ada', unit: 3, fence: 8 };

  async function resolve(record: object | null, redis = 'there') {
    const said: string[] = [];
    const answer = (kind: string) =>
      redis === 'there' ? { kind } : { kind: 'unavailable', why: 'epoch' };
    const engine = {
      void: async () => answer('held'),
      settle: async (_sale: string, { unit, orderId }: { unit: number; orderId: string }) => {
        said.push(`settle ${unit} ${orderId}`);
        return answer('settled');
      },
      halt: async (_sale: string, why: string, epoch: number) => void said.push(`${why} ${epoch}`),
    } as unknown as Engine;
    const metrics = createMetrics();
    const decide = createResolve({
      ...{ engine, metrics, crash: () => {} },
      orders: { insertVoid: async () => record } as unknown as Orders,
      alert: (kind) => void said.push(`alert ${kind}`),
    });
    const decided = await decide('s', [claim], 4);
    const { values } = await metrics.claimsResolved.get();
    return { decided, said, outcomes: values.map(({ labels }) => labels.outcome) };
  }

  test.each([
    ['gets its hold back when the void was first', { kind: 'void' }, 'there', 1, ['held'], []],
    ['waits for Redis with its void', { kind: 'void' }, 'away', 0, ['epoch'], []],
    ['is sold by its order', { kind: 'order', order }, 'there', 1, ['settled'], ['settle 3 o']],
    [
      'waits for Redis with its order',
      { kind: 'order', order },
      'away',
      0,
      ['epoch'],
      ['settle 3 o'],
    ],
    ['stays undecided while the record cannot be read', null, 'there', 0, ['unknown'], []],
  ] as const)('%s', async (_what, record, redis, decided, outcomes, said) => {
    expect(await resolve(record, redis)).toEqual({ decided, outcomes, said });
  });

  test.each([{ buyer: 'eve' }, { unit: 4 }])(
    'stops the sale when its order is of %j',
    async (other) => {
      const found = await resolve({ kind: 'order', order: { ...order, ...other } });
      const halted = `${CONTRADICTION}: the record is of another unit or buyer 4`;
      expect(found).toEqual({
        decided: 0,
        outcomes: ['contradiction'],
        said: ['alert record', halted],
      });
    },
  );

  test.each(['freed', 'settled', 'stale', 'already'])(
    'counts as decided by what Redis answers: %s',
    async (kind) => {
      const decide = createResolve({
        ...{ metrics: createMetrics(), crash: () => {}, alert: () => {} },
        engine: { void: async () => ({ kind }) } as unknown as Engine,
        orders: { insertVoid: async () => ({ kind: 'void' }) } as unknown as Orders,
      });
      expect(await decide('s', [claim], 4)).toBe(['freed', 'settled'].includes(kind) ? 1 : 0);
    },
  );
});
