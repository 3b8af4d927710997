import assert from 'node:assert/strict';
import { statSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';
import { machineWith, temporaryFolder } from '../check/stand-ins.mjs';
import { stopProcess } from '../process/children.mjs';
import { findFreePort } from '../process/ports.mjs';
import { startMongo, withClient } from './mongo.mjs';
import { findEngine, findRelease } from './pair.mjs';
import { ping, startRedis } from './redis.mjs';

const quiet = { test: true, log: () => {} };

/** What a bare connection is answered to these lines. */
const ask = (port, ...lines) =>
  new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' });
    let answer = '';
    socket.on('data', (chunk) => (answer += chunk));
    socket.on('close', () => resolve(answer));
    socket.end(`${lines.join('\r\n')}\r\nQUIT\r\n`);
  });

const passwordOf = (url) => /:([0-9a-f]+)@/.exec(url)[1];

test('Redis: private, taken over by the next start, back after a kill', async (t) => {
  const dir = temporaryFolder(t);
  const { source } = await findEngine('redis', quiet);
  const first = await startRedis({ source, dir });
  t.after(() => first.stop());
  assert.equal(await ping(first.port, passwordOf(first.url)), true);
  assert.equal(await ping(first.port, 'guess'), false);
  assert.equal(statSync(join(dir, 'redis.conf')).mode & 0o777, 0o600);

  for (const name of ['api', 'worker']) {
    const { username, password } = new URL(first.logins[name]);
    const answer = await ask(first.port, `AUTH ${username} ${password}`, 'FLUSHALL');
    assert.match(answer, /^\+OK\r\n-NOPERM/);
  }

  const second = await startRedis({ source, dir });
  assert.deepEqual([second.reused, second.identity], [true, first.identity]);

  await stopProcess(first.identity, { graceMs: 5000, name: 'SIGKILL' });
  const third = await startRedis({ source, dir });
  t.after(() => third.stop());
  assert.deepEqual([third.reused, third.url], [false, first.url]);
});

test('MongoDB: a replica set with accounts that survives a change of port', async (t) => {
  const dir = temporaryFolder(t);
  const { source } = await findEngine('mongo', quiet);
  const first = await startMongo({ source, dir });
  t.after(() => first.stop());
  await withClient(first.url, async (client) => {
    await client.db('x').collection('y').insertOne({ _id: 'kept' });
    const { transactionLifetimeLimitSeconds: seconds } = await client
      .db('admin')
      .command({ getParameter: 1, transactionLifetimeLimitSeconds: 1 });
    assert.equal(seconds, 3);
  });
  await withClient(first.logins.worker, async (client) => {
    await assert.rejects(client.db('flash_sale_db').dropDatabase(), /not authorized/);
  });
  const anonymous = first.url.replace(/\/\/.*@/, '//').replace('authSource=admin&', '');
  const look = (client) => client.db('x').collection('y').findOne();
  await assert.rejects(withClient(anonymous, look), /auth/i);

  const before = performance.now();
  assert.equal(await first.stop(), 'stopped');
  assert.ok(performance.now() - before < 4000, 'a stop must leave time within five seconds');

  const moved = await startMongo({ source, dir, port: await findFreePort() });
  t.after(() => moved.stop());
  assert.notEqual(moved.port, first.port);
  assert.deepEqual(await withClient(moved.url, look), { _id: 'kept' });
});

test('a port that is taken is named at once, not after a minute', async (t) => {
  const { source } = await findEngine('redis', quiet);
  const first = await startRedis({ source, dir: temporaryFolder(t) });
  t.after(() => first.stop());
  const again = startRedis({ source, dir: temporaryFolder(t), port: first.port });
  await assert.rejects(again, /in use/i);
});

test('a release that tests ask for is that release and no newer one', async (t) => {
  const server = (version) => `echo "Redis server v=${version} sha=0"`;
  const old = machineWith(t, { 'redis-server': server('7.0.15') });
  const found = await findRelease('redis', '7.0', old.context);
  assert.equal(found.source.path, join(old.bin, 'redis-server'));
  const newer = machineWith(t, { 'redis-server': server('8.2.0') });
  await assert.rejects(findRelease('redis', '7.0', newer.context), /8\.2\) is not 7\.0/);
  await assert.rejects(
    findRelease('redis', '5.0', newer.context),
    /Choose from: 6\.2, 7\.0, valkey/,
  );
});
