import assert from 'node:assert/strict';
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { temporaryFolder } from '../stand-ins/commands.mjs';
import { hashOf } from './content-hash.mjs';

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
