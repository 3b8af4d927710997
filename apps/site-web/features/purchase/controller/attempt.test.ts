import type { Answer, Refusal } from '@flash/web';
import { expect, test } from 'vitest';
import { attempt } from './attempt.ts';

const refused = (code: Refusal['code']): Answer<never> => ({
  ok: false,
  refusal: { code, status: 429, retryAfterMs: 60_000 } as Refusal,
});

async function triesOf(code: Refusal['code']): Promise<number> {
  let tries = 0;
  const send = async () => {
    tries += 1;
    return refused(code);
  };
  await attempt(send, { retries: 3, wait: async () => undefined });
  return tries;
}

test.each(['TOO_MANY_PLACES', 'REJOIN_LATER'] as const)(
  'a buyer is told of %s at once instead of waiting for a minute',
  async (code) => {
    expect(await triesOf(code)).toBe(1);
  },
);

test('a request that came too quickly is sent again', async () => {
  expect(await triesOf('RATE_LIMITED')).toBe(4);
});
