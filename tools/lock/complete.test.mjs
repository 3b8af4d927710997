import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { root } from '../process/paths.mjs';
import { completeLock } from './complete.mjs';

const compiler = {
  dev: true,
  optionalDependencies: {
    '@c/darwin-arm64': '1.2.3',
    '@c/linux-x64': '1.2.3',
    '@c/linux-x64-musl': '1.2.3',
    fsevents: '^2.0.0',
  },
};

test('a clone installs on every system: the lock file of this project is complete', () => {
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  assert.deepEqual(completeLock(lock).added, [], 'run: node tools/lock.mjs');
});

test('what npm left out is filled in, for its system only', () => {
  const lock = { packages: { 'node_modules/c': compiler, 'node_modules/@c/linux-x64': {} } };
  const { added, lock: full } = completeLock(lock);
  assert.deepEqual(added, ['node_modules/@c/darwin-arm64', 'node_modules/@c/linux-x64-musl']);
  assert.deepEqual(full.packages['node_modules/@c/linux-x64-musl'], {
    ...{ version: '1.2.3', cpu: ['x64'], dev: true, libc: ['musl'] },
    ...{ optional: true, os: ['linux'] },
  });
});

test('a copy that lies deeper in the tree counts', () => {
  const packages = { 'node_modules/a/node_modules/c': compiler };
  for (const name of ['darwin-arm64', 'linux-x64', 'linux-x64-musl']) {
    packages[`node_modules/a/node_modules/@c/${name}`] = {};
  }
  assert.deepEqual(completeLock({ packages }).added, []);
});
