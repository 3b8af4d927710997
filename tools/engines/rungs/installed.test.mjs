import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { machineWith } from '../../stand-ins/commands.mjs';
import { catalogue } from '../catalogue.mjs';
import { installed } from './installed.mjs';

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
