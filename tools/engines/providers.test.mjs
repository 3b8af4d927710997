import assert from 'node:assert/strict';
import { copyFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';
import { machineWith } from '../check/stand-ins.mjs';
import { fatal } from '../process/wait.mjs';
import { catalogue } from './pair.mjs';
import {
  docker,
  explicit,
  hostsOf,
  installed,
  predictFirst,
  provideFirst,
  system,
} from './providers.mjs';

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

test('a command line without an engine behind it is passed over', (t) => {
  const { context } = machineWith(t, { docker: 'echo "Cannot connect" >&2; exit 1' });
  assert.equal(docker.probe(catalogue.redis, context).ok, false);
});

test('a container gets its folder and a port of this machine only', async (t) => {
  const script = 'echo "$@" >> "$HOME/calls"; echo 28.2.2';
  const { home, context } = machineWith(t, { docker: script });
  assert.equal(docker.probe(catalogue.mongo, context).ok, true);
  const source = await docker.provide(catalogue.mongo, context);
  assert.match(readFileSync(join(home, 'calls'), 'utf8'), /^pull --quiet mongo:6\.0$/m);
  const place = { dir: '/d', port: 7, env: { SECRET: 'x' } };
  const command = source.command(['mongod', '--port', '7'], place).join(' ');
  assert.match(command, /-v \/d:\/d -p 127\.0\.0\.1:7:7 mongo:6\.0 mongod --port 7$/);
  assert.match(command, /-e SECRET(=x)? /);
  assert.equal(source.bind, '0.0.0.0');
});

const server = '#!/bin/sh\\necho \\"Redis server v=7.0.15\\"';
const putServer = `printf "${server}" > "$HOME/bin/redis-server"; /bin/chmod +x "$HOME/bin/redis-server"`;

test('as root the package is installed, and its service is not started', async (t) => {
  if (process.getuid?.() !== 0) {
    t.mock.method(process, 'getuid', () => 0);
  }
  const script = `echo "$RUNLEVEL $@" >> "$HOME/calls"; /bin/cat "$HOME/policy" >> "$HOME/seen"; [ "$1" = update ] || { ${putServer}; }`;
  const { home, bin, context } = machineWith(t, { 'apt-get': script });
  const policyFile = join(home, 'policy');
  const verdict = system.probe(catalogue.redis, context);
  assert.deepEqual([verdict.ok, verdict.by], [true, 'apt']);
  const source = await system.provide(catalogue.redis, { ...context, policyFile }, verdict);
  assert.equal(source.path, join(bin, 'redis-server'));
  assert.match(readFileSync(join(home, 'seen'), 'utf8'), /exit 101/);
  assert.equal(existsSync(policyFile), false);
  const calls = readFileSync(join(home, 'calls'), 'utf8').trim().split('\n');
  assert.match(calls[0], /^1 update/);
  assert.match(calls[1], /^1 install -y .*redis-server$/);
});

test('without root the message says which command to type', (t) => {
  t.mock.method(process, 'getuid', () => 1000);
  const { context } = machineWith(t, { 'apt-get': 'exit 1' });
  const verdict = system.probe(catalogue.redis, context);
  assert.equal(verdict.ok, false);
  assert.match(verdict.fix, /sudo apt-get install redis-server/);
});

test('Homebrew asks no question either', async (t) => {
  t.mock.method(process, 'getuid', () => 1000);
  const { bin, context } = machineWith(t, { brew: putServer });
  const verdict = system.probe(catalogue.redis, context);
  assert.equal(verdict.by, 'brew');
  const source = await system.provide(catalogue.redis, context, verdict);
  assert.equal(source.path, join(bin, 'redis-server'));
});

const subject = { title: 'Redis', hint: 'Install Redis.' };
const absent = { name: 'absent', probe: () => ({ ok: false, detail: 'not here' }) };
const good = {
  name: 'good',
  probe: () => ({ ok: true, detail: 'here' }),
  provide: async () => 'it',
};
const broken = (error) => ({
  name: 'broken',
  probe: () => ({ ok: true, detail: 'promised' }),
  provide: async () => {
    throw error;
  },
});

test('the first provider that works is used and named', async () => {
  const found = await provideFirst([absent, broken(new Error('no')), good, absent], subject, {});
  assert.deepEqual(found, { provider: 'good', detail: 'here', source: 'it' });
});

test('when no provider works, the error names every reason and the next step', async () => {
  await assert.rejects(provideFirst([absent, broken(new Error('blocked\nstack'))], subject, {}), {
    message: 'Redis is missing.\n  - absent: not here\n  - broken: blocked\nInstall Redis.',
  });
});

test('a named server that does not answer is not replaced by another one', async () => {
  await assert.rejects(provideFirst([broken(fatal('away')), good], subject, {}), /^Error: away$/);
});

test('predicting the provider changes nothing', async () => {
  const seen = await predictFirst([absent, broken(new Error('would fail'))], subject, {});
  assert.deepEqual([seen.ok, seen.provider], [true, 'broken']);
  assert.equal((await predictFirst([absent], subject, {})).hint, 'Install Redis.');
});
