import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { CHANGES, changeFilesOf } from './follow.ts';

const folder = mkdtempSync(join(tmpdir(), 'change-files-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('a backup that was not followed has no changes, and those of another come in their order', () => {
  expect(changeFilesOf(folder)).toEqual([]);
  const followed = join(folder, 'followed');
  mkdirSync(join(followed, CHANGES), { recursive: true });
  for (const name of ['2.bson.gz', '1.bson.gz', '3.bson.gz.tmp']) {
    writeFileSync(join(followed, CHANGES, name), '');
  }
  const files = ['1.bson.gz', '2.bson.gz'].map((name) => join(followed, CHANGES, name));
  expect(changeFilesOf(followed)).toEqual(files);
});

test('changes that are there and cannot be read end a restore, which would leave them out', () => {
  const broken = join(folder, 'broken');
  mkdirSync(broken);
  writeFileSync(join(broken, CHANGES), 'no folder');
  expect(() => changeFilesOf(broken)).toThrow('ENOTDIR');
});
