import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { Redis } from 'ioredis';
import { describe, expect, test } from 'vitest';
import { optionsOf, redisErrorCode } from './redis.ts';

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

/** Like a Redis that has just been started: it loads, and guesses wildly how long that takes. */
async function startLoading(loads: number) {
  let asked = 0;
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.on('data', (chunk) => {
      const commands = chunk.toString().match(/\*\d+\r\n/g)?.length ?? 0;
      for (let i = 0; i < commands; i += 1) {
        if (!/\binfo\b/i.test(chunk.toString())) {
          socket.write('+OK\r\n');
        } else {
          asked += 1;
          const text = `loading:${asked > loads ? 0 : 1}\r\nloading_eta_seconds:9\r\n`;
          socket.write(`$${text.length}\r\n${text}\r\n`);
        }
      }
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { port: (server.address() as AddressInfo).port, close: () => server.close() };
}

test('a server that is done with loading is used at once, whatever it guessed before', async () => {
  const server = await startLoading(2);
  const redis = new Redis({
    ...optionsOf('worker'),
    port: server.port,
    protocol: 2,
    disableClientInfo: true,
  });
  const startedAt = performance.now();
  await once(redis, 'ready');
  expect(performance.now() - startedAt).toBeLessThan(5_000);
  redis.disconnect();
  server.close();
});
