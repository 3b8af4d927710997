import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';
import { machineWith } from '../../check/stand-ins.mjs';
import { catalogue } from '../catalogue.mjs';
import { explicit, hostsOf, installed } from './present.mjs';

const current = 'echo "Redis server v=7.0.15 sha=0"';

test('a binary on PATH is used', async (t) => {
  const { bin, context } = machineWith(t, { 'redis-server': current });
  const verdict = installed.probe(catalogue.redis, context);
  assert.equal(verdict.path, join(bin, 'redis-server'));
  const source = await installed.provide(catalogue.redis, context, verdict);
  assert.equal(source.major, 7);
  assert.deepEqual(source.command(['redis-server', 'a.conf']), [verdict.path, 'a.conf']);
});

test('a binary that an earlier run fetched is used', (t) => {
  const { bin, home, context } = machineWith(t, { 'redis-server': current });
  const cache = join(home, '.cache/flash-sale/bin');
  mkdirSync(cache, { recursive: true });
  copyFileSync(join(bin, 'redis-server'), join(cache, 'redis-server'));
  const elsewhere = { ...context, env: { ...context.env, PATH: '/nowhere' } };
  assert.equal(installed.probe(catalogue.redis, elsewhere).path, join(cache, 'redis-server'));
});

test('a binary that is too old is refused, and says so', (t) => {
  const { context } = machineWith(t, { 'redis-server': 'echo "Redis server v=5.0.3 sha=0"' });
  const { ok, detail } = installed.probe(catalogue.redis, context);
  assert.equal(ok, false);
  assert.match(detail, /5\.0\) is older than 6\.2/);
});

test('a binary that lacks a library is refused, and says which', (t) => {
  const script = 'echo "error while loading shared libraries: libssl.so.3" >&2; exit 127';
  const { context } = machineWith(t, { mongod: script });
  const { ok, detail } = installed.probe(catalogue.mongo, context);
  assert.equal(ok, false);
  assert.match(detail, /libssl\.so\.3/);
});

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

test('a named server that does not answer ends the search', async () => {
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
