import assert from 'node:assert/strict';
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { temporaryFolder } from '../check/stand-ins.mjs';
import { writePrivate } from '../process/files.mjs';
import { hashOf } from './builds.mjs';
import { isStale } from './install.mjs';

function source(t) {
  const dir = temporaryFolder(t);
  mkdirSync(join(dir, 'src/.next'), { recursive: true });
  writeFileSync(join(dir, 'src/a.ts'), '1');
  writeFileSync(join(dir, 'lock.json'), '{}');
  return { dir, hash: () => hashOf(dir, ['src', 'lock.json', 'absent']) };
}

test('a change, a new name and another single file make a build stale', (t) => {
  const { dir, hash } = source(t);
  const before = hash();
  assert.equal(hash(), before);
  writeFileSync(join(dir, 'src/a.ts'), '2');
  const changed = hash();
  renameSync(join(dir, 'src/a.ts'), join(dir, 'src/b.ts'));
  const renamed = hash();
  writeFileSync(join(dir, 'lock.json'), '{"x":1}');
  assert.equal(new Set([before, changed, renamed, hash()]).size, 4);
});

test('a test or a build of before does not', (t) => {
  const { dir, hash } = source(t);
  const before = hash();
  writeFileSync(join(dir, 'src/a.test.ts'), 'x');
  writeFileSync(join(dir, 'src/.next/b.js'), 'x');
  assert.equal(hash(), before);
});

const lock = {
  '': {},
  'apps/api': { version: '0.1.0' },
  'node_modules/a': { version: '1.0.0' },
  'node_modules/for-another-system': { version: '1.0.0', optional: true },
};

function workspace(t, present) {
  const dir = temporaryFolder(t);
  writePrivate(join(dir, 'package-lock.json'), { packages: lock });
  if (present) writePrivate(join(dir, 'node_modules/.package-lock.json'), { packages: present });
  return dir;
}

test('a fresh clone is stale', (t) => assert.equal(isStale(workspace(t)), true));

test('what npm installed from this lock file is not', (t) => {
  const dir = workspace(t, { 'node_modules/a': { version: '1.0.0' } });
  assert.equal(isStale(dir), false);
});

test('another version is stale, and so is a package that is missing', (t) => {
  assert.equal(isStale(workspace(t, { 'node_modules/a': { version: '0.9.0' } })), true);
  assert.equal(isStale(workspace(t, {})), true);
});
