import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { machineWith } from '../../check/stand-ins.mjs';
import { catalogue } from '../catalogue.mjs';
import { docker } from './docker.mjs';

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
