import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { Redis } from 'ioredis';
import { expect, test } from 'vitest';
import { optionsOf } from './options.ts';

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
