import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { root } from './paths.mjs';
import { writePrivate } from './process/files.mjs';
import { identify } from './process/identity.mjs';
import { temporaryFolder } from './stand-ins/commands.mjs';

function reset(dir) {
  const env = { ...process.env, DATA_DIR: dir };
  return spawnSync(process.execPath, [join(root, 'tools/reset.mjs')], { env, encoding: 'utf8' });
}

test('data goes, fetched binaries stay', (t) => {
  const dir = temporaryFolder(t);
  writePrivate(join(dir, 'redis/appendonly.aof'), 'x');
  writePrivate(join(dir, 'cache/bin/mongod'), 'x');
  assert.equal(reset(dir).status, 0);
  assert.equal(existsSync(join(dir, 'redis')), false);
  assert.equal(existsSync(join(dir, 'cache/bin/mongod')), true);
});

test('data that is in use is left alone', (t) => {
  const dir = temporaryFolder(t);
  writePrivate(join(dir, 'redis/appendonly.aof'), 'x');
  writePrivate(join(dir, 'start.lock'), identify(process.pid));
  const { status, stderr } = reset(dir);
  assert.equal(status, 1);
  assert.match(stderr, /Stop it first/);
  assert.equal(existsSync(join(dir, 'redis/appendonly.aof')), true);
});
