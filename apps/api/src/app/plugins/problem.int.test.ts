import { once } from 'node:events';
import { createEngine, rulesOf } from '@flash/reservation';
import { createRedis, whenReady } from '@flash/shared-config';
import { buildSale, startPrivateRedis } from '@flash/testing';
import { expect, onTestFinished, test } from 'vitest';
import { isOutage } from './problem.ts';

test('a primary that was demoted is an outage, and its clients look for the new primary', async () => {
  const server = await startPrivateRedis();
  const redis = createRedis(server.url, 'producer');
  redis.on('error', () => {});
  onTestFinished(async () => {
    redis.disconnect();
    await server.destroy();
  });
  await whenReady(redis);
  const sale = buildSale(Date.now(), { epoch: 1 });
  const engine = createEngine(redis);
  await engine.activate(sale.id, rulesOf(sale), { epoch: 1, stock: 5 });

  // Read-only from here on, as after a fail-over; no server is at the address that it is given.
  await redis.call('REPLICAOF', '127.0.0.1', '1');
  const reconnecting = once(redis, 'reconnecting');
  const refused = await engine.join(sale.id, { buyer: 'a', bearer: false }).then(
    (outcome) => `answered ${outcome.kind}`,
    (error: Error) => error,
  );
  expect(refused).toBeInstanceOf(Error);
  expect({ text: (refused as Error).message, isOutage: isOutage(refused) }).toMatchObject({
    text: expect.stringContaining('READONLY'),
    isOutage: true,
  });
  await reconnecting;
});
