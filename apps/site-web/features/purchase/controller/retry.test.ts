import type { Answer, Refusal } from '@flash/web';
import { expect, test } from 'vitest';
import { retryWhileUnclear } from './retry.ts';

const refused = (code: Refusal['code'], status: number): Answer<never> => ({
  ok: false,
  refusal: { code, status, retryAfterMs: 60_000 } as Refusal,
});

async function triesOf(code: Refusal['code'], status = 429): Promise<number> {
  let tries = 0;
  const send = async () => {
    tries += 1;
    return refused(code, status);
  };
  await retryWhileUnclear(send, { retries: 3, wait: async () => undefined });
  return tries;
}

test.each(['TOO_MANY_PLACES', 'REJOIN_LATER'] as const)(
  'the buyer sees %s at once instead of after a minute of retries',
  async (code) => {
    expect(await triesOf(code)).toBe(1);
  },
);

test('a rate-limited request is retried', async () => {
  expect(await triesOf('RATE_LIMITED')).toBe(4);
});

test('a success that cannot be read is retried, because its request may have had no effect', async () => {
  expect(await triesOf('UNREADABLE', 200)).toBe(4);
  expect(await triesOf('UNREADABLE', 404)).toBe(1);
});
