import { describe, expect, test } from 'vitest';
import { createPaymentScript } from './payment-script.server.ts';

const SCRIPT = 'https://js.stripe.com/endive/stripe.js';

function build(answers: (string | null | Error)[]) {
  let at = 0;
  let asked = 0;
  const ask = async () => {
    const answer = answers[Math.min(asked, answers.length - 1)] ?? null;
    asked += 1;
    if (answer instanceof Error) {
      throw answer;
    }
    return answer;
  };
  const read = createPaymentScript(ask, () => at);
  const pass = (ms: number) => {
    at += ms;
  };
  return { read, asked: () => asked, pass };
}

describe('the script of the payment provider', () => {
  test('is asked for once for all pages of half a minute', async () => {
    const { read, asked, pass } = build([SCRIPT]);
    expect(await Promise.all([read(), read()])).toEqual([SCRIPT, SCRIPT]);
    pass(29_000);
    expect(await read()).toBe(SCRIPT);
    expect(asked()).toBe(1);
  });

  test('follows the API when the provider was changed, and no page waits for it', async () => {
    const { read, pass } = build([null, SCRIPT]);
    expect(await read()).toBeNull();
    pass(31_000);
    expect(await read()).toBeNull();
    expect(await read()).toBe(SCRIPT);
  });

  test('stays what it was while the API does not answer', async () => {
    const { read, pass } = build([SCRIPT, new Error('not there')]);
    await read();
    pass(31_000);
    await read();
    expect(await read()).toBe(SCRIPT);
  });

  test('is none while the API has never answered, and is asked for again by the next page', async () => {
    const { read } = build([new Error('not there'), SCRIPT]);
    expect(await read()).toBeNull();
    expect(await read()).toBe(SCRIPT);
  });
});
