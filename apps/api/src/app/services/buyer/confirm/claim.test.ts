import type { Engine } from '@flash/reservation';
import { expect, onTestFinished, test, vi } from 'vitest';
import { claimHold } from './claim.ts';

const who = { buyer: 'ada', token: 'tok' };
const sold = { kind: 'sold', unit: 1, fence: 2, orderId: 'own', epoch: 1 };

/** What comes of a claim that Redis answers like this, one time after the other. */
async function claim(answers: (object | Error | 'never')[], msMax: number) {
  const asked: unknown[] = [];
  const engine = {
    async claim(_sale: string, options: object) {
      asked.push(options);
      const answer = answers.shift();
      if (answer instanceof Error) {
        throw answer;
      }
      return answer === 'never' ? new Promise(() => {}) : answer;
    },
  } as unknown as Pick<Engine, 'claim'>;
  const outcome = await claimHold(engine, 's', who, msMax).catch((error) => error);
  return { outcome, asked };
}

test('a lost answer is asked for again with the same token', async () => {
  const { outcome, asked } = await claim([new Error('lost'), sold], 20_000);
  expect(outcome).toBe(sold);
  expect(asked).toEqual(Array(2).fill({ ...who, leaseMs: 5_000 }));
});

test('a call that is wrong is not made again', async () => {
  const wrong = new RangeError('no lease');
  const { outcome, asked } = await claim([wrong, sold], 20_000);
  expect([outcome, asked.length]).toEqual([wrong, 1]);
});

test('Redis is not waited for longer than there is time', async () => {
  expect((await claim(['never'], 20)).outcome).toBeNull();
  const late = await claim([new Error('lost'), sold], 20);
  expect([late.outcome, late.asked.length]).toEqual([null, 1]);
});

test('without any time left Redis is not asked', async () => {
  vi.useFakeTimers({ toFake: ['performance'] });
  onTestFinished(() => void vi.useRealTimers());
  expect(await claim([sold], 0)).toEqual({ outcome: null, asked: [] });
});
