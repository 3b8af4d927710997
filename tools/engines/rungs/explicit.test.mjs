import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { test } from 'node:test';
import { catalogue } from '../catalogue.mjs';
import { explicit, hostsOf } from './explicit.mjs';

const probe = (env, isTest = false) => explicit.probe(catalogue.redis, { env, test: isTest });

test('a server that was named is used', async (t) => {
  const server = createServer((socket) => socket.end());
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => server.close());
  const env = { REDIS_URL: `redis://:secret@127.0.0.1:${server.address().port}` };
  const verdict = probe(env);
  assert.equal(verdict.ok, true);
  const source = await explicit.provide(catalogue.redis, { env }, verdict);
  assert.deepEqual(source, { kind: 'url', url: env.REDIS_URL });
});

test('a server that was named and is away ends the search', async () => {
  const env = { REDIS_URL: 'redis://127.0.0.1:1' };
  await assert.rejects(explicit.provide(catalogue.redis, { env }, probe(env)), {
    fatal: true,
    message: /REDIS_URL is set, but nothing answers at 127.0.0.1:1/,
  });
});

test('tests never run on the server that REDIS_URL names', () => {
  assert.equal(probe({ REDIS_URL: 'redis://production' }, true).ok, false);
  assert.equal(probe({ TEST_REDIS_URL: 'redis://localhost' }, true).ok, true);
});

test('every way to write an address is understood', () => {
  assert.deepEqual(hostsOf('mongodb://u:p@a:1,b/x?y=1', 27017), [
    { host: 'a', port: 1 },
    { host: 'b', port: 27017 },
  ]);
  assert.deepEqual(hostsOf('redis://[::1]:7', 6379), [{ host: '::1', port: 7 }]);
  assert.deepEqual(hostsOf('mongodb+srv://cluster.example/x', 27017), []);
});
