import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { isStale } from './install.mjs';
import { writePrivate } from './process/files.mjs';
import { temporaryFolder } from './stand-ins/commands.mjs';

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
