import { describe, expect, test } from 'vitest';
import { redisErrorCode } from './error-code.ts';
import { optionsOf } from './options.ts';

/** What the servers really answer to a script that may not write. */
const texts = {
  'Redis 6.2': (code: string, text: string) =>
    `ERR Error running script (call to f_67ed14c1cb086d8c2fcf91ebe13410ba087fd0f8): @user_script:1: @user_script: 1: -${code} ${text}`,
  'Redis 7.0': (code: string, text: string) =>
    `${code} ${text} script: 67ed14c1cb086d8c2fcf91ebe13410ba087fd0f8, on @user_script:1.`,
  'Valkey 9.1': (code: string, text: string) => `${code} ${text} script: on @user_script:1.`,
  'a command outside of scripts': (code: string, text: string) => `${code} ${text}`,
};

const refusals = [
  ['READONLY', "You can't write against a read only replica."],
  ['OOM', "command not allowed when used memory > 'maxmemory'."],
  ['NOREPLICAS', 'Not enough good replicas to write.'],
] as const;

describe.each(Object.entries(texts))('the error code of %s', (_server, textOf) => {
  test.each(refusals)('%s is read from the text of the error', (code, text) => {
    expect(redisErrorCode(new Error(textOf(code, text)))).toBe(code);
  });

  test('a client of a demoted primary connects anew, and only then', () => {
    const [[readonly, text]] = refusals;
    for (const [role, answer] of [
      ['producer', 1],
      ['worker', 2],
      ['subscriber', 2],
    ] as const) {
      const { reconnectOnError } = optionsOf(role);
      expect(reconnectOnError?.(new Error(textOf(readonly, text)))).toBe(answer);
      expect(reconnectOnError?.(new Error(textOf('OOM', 'command not allowed')))).toBe(false);
    }
  });
});

describe('the error code', () => {
  test('is none for an error that is no reply of a server', () => {
    for (const text of [
      'Connection is closed.',
      "Stream isn't writeable",
      'Command timed out',
      '',
    ]) {
      expect(redisErrorCode(new Error(text))).toBeNull();
    }
    expect(redisErrorCode('READONLY x')).toBeNull();
  });

  test('of a script with a mistake of its own is the general one', () => {
    const text =
      'ERR Error running script (call to f_1): @user_script:1: user_script:1: -5 is no unit';
    expect(redisErrorCode(new Error(text))).toBe('ERR');
  });
});
