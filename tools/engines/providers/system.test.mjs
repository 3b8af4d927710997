import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { machineWith } from '../../check/stand-ins.mjs';
import { catalogue } from '../catalogue.mjs';
import { system } from './system.mjs';

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
