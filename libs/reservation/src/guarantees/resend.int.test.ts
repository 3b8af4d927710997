import { connect, createServer, type Socket } from 'node:net';
import { testRedisUrl } from '@flash/testing';
import { Redis } from 'ioredis';
import { expect, onTestFinished, test } from 'vitest';
import { createCaller } from '../call/call.ts';
import type { Argument } from '../call/run-script.ts';
import { createEngine } from '../engine/engine.ts';
import type { ScriptName } from '../scripts.ts';
import { must, openTestSale } from '../testing/sale.ts';

/** `a` and `b` hold, `c` pays, `w` and `x` wait. */
async function crowded() {
  const sale = await openTestSale({ stock: 10, rules: { extensions: 5 } });
  await sale.join('a', 'b', 'c', 'w', 'x');
  await sale.grant(3);
  const { attempt } = await sale.claim('c', 60_000);
  return { sale, attempt };
}

/** And how many entries each logs. */
const same: [string, ScriptName, Argument[], number][] = [
  ['an extension', 'extend', ['a', '', 'token', ''], 1],
  ['giving a hold back', 'leave', ['a', 'token', ''], 1],
  ['giving a place back', 'leave', ['w', 'token', ''], 1],
  ['taking a hold away', 'release', ['a', 'token'], 1],
  ['removing a holder', 'remove', ['a', 'token'], 1],
  ['removing one who waits', 'remove', ['w', 'token'], 1],
  ['moving all holds', 'shift', [5_000, '', 'token'], 1],
  ['more stock', 'adjust', ['id', 'up', 3], 1],
  ['less stock', 'adjust', ['id', 'down', 3], 1],
  ['a refused cut', 'adjust', ['id', 'down', 9], 0],
];

test.each(same)('%s that Redis gets twice happens once, with the same answer', async (...row) => {
  const [, script, args, logs] = row;
  const { sale } = await crowded();
  const call = createCaller(sale.redis);
  const send = () => call.raw(script, sale.saleId, [], [...args, sale.clock.now]);
  const before = await sale.snapshot();
  const first = await send();
  const { n } = await sale.snapshot();
  expect(n - before.n).toBe(logs);
  expect(await send()).toEqual(first);
  expect(await sale.snapshot()).toMatchObject({ n, halted: '' });
});

test.each(['claim', 'settle', 'void', 'refund'] as const)(
  '%s that Redis gets twice changes nothing more',
  async (script) => {
    const { sale, attempt } = await crowded();
    const call = createCaller(sale.redis);
    const args = {
      claim: ['a', 'token', 5_000, '', ''],
      settle: ['c', 3, attempt, 'order'],
      void: ['c', attempt, '', '', ''],
      refund: ['c', 3, attempt],
    }[script];
    const send = () => call.raw(script, sale.saleId, [], [...args, sale.clock.now]);
    const before = await sale.snapshot();
    await send();
    const { n } = await sale.snapshot();
    expect(n - before.n).toBe(1);
    await send();
    expect(await sale.snapshot()).toMatchObject({ n, halted: '' });
  },
);

/** Hangs up on the first answer after `arm`, so that the client does not know what became of it. */
async function startLosing() {
  const { hostname, port } = new URL(testRedisUrl());
  const sockets = new Set<Socket>();
  let isArmed = false;
  const server = createServer((near) => {
    const far = connect({ host: hostname, port: Number(port) });
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => [near, far].forEach((one) => void one.destroy()));
    }
    near.pipe(far);
    far.on('data', (answer) => {
      if (!isArmed) {
        near.write(answer);
      } else {
        isArmed = false;
        near.destroy();
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  onTestFinished(() => {
    for (const socket of sockets) {
      socket.destroy();
    }
    server.close();
  });
  const url = new URL(testRedisUrl());
  url.hostname = '127.0.0.1';
  url.port = String(typeof address === 'object' ? address?.port : 0);
  return {
    url: url.href,
    arm() {
      isArmed = true;
    },
  };
}

test('a connection that breaks before the answer costs a holder no extension, and moves no hold twice', async () => {
  const { sale } = await crowded();
  const wire = await startLosing();
  const redis = new Redis(wire.url);
  redis.on('error', () => {});
  onTestFinished(() => redis.disconnect());
  const engine = createEngine(redis, { now: () => sale.clock.now });
  // The scripts are known, so that one command is one round trip.
  must(await engine.extend(sale.saleId, { buyer: 'b' }));
  must(await engine.shift(sale.saleId, { byMs: 1 }));
  const before = await sale.place('a');
  if (before.state !== 'held') {
    throw new Error(before.state);
  }

  wire.arm();
  const extended = must(await engine.extend(sale.saleId, { buyer: 'a' }));
  expect(extended).toMatchObject({ kind: 'extended', hold: { extensionsLeft: 4 } });
  wire.arm();
  must(await engine.shift(sale.saleId, { byMs: 1_000 }));
  const { extensionMs } = sale.rules;
  expect(await sale.place('a')).toMatchObject({
    hold: { extensionsLeft: 4, expiresAt: before.hold.expiresAt + extensionMs + 1_000 },
  });
});
