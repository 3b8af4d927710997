import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { test } from 'node:test';
import { root } from '../process/paths.mjs';
import { listFiles } from './words.mjs';

const files = listFiles();
const known = new Set([...files, ...files.flatMap(foldersOf)]);
const read = (file) => readFileSync(join(root, file), 'utf8');
const { scripts } = JSON.parse(read('package.json'));

function foldersOf(file) {
  const folder = posix.dirname(file);
  return folder === '.' ? [] : [folder, ...foldersOf(folder)];
}

/** A page may name a file by the end of its path, such as `engine/rules.ts`. */
const exists = (name) => known.has(name) || files.some((file) => file.endsWith(`/${name}`));

/** Addresses, and what a build, a start or the release makes. */
const notHere = /^(?:\/|dist\/|\.data\/|mongo-users\.mjs$)/;
const isFile = (code) => /^[\w@.[\]/-]+\.(?:tsx?|mjs|js|lua|md|json)$/.test(code);
const isFolder = (code) =>
  /^(?:apps|libs|tools|infra|docs|e2e|sim|chaos|bench|mutants|k6)\/[\w./-]+$/.test(code);

const wrongNames = (text) =>
  [...text.matchAll(/`([^`\n]+)`/g)]
    .map(([, code]) => code)
    .filter((code) => {
      const [, script] = /^npm run ([\w:-]+)/.exec(code) ?? [];
      const isPath = (isFile(code) || isFolder(code)) && !notHere.test(code);
      return (script && !scripts[script]) || (isPath && !exists(code.replace(/\/$/, '')));
    });

const brokenLinks = (page, text) =>
  [...text.matchAll(/\]\(([^)#\s]+)/g)]
    .map(([, link]) => link)
    .filter((link) => !/^[a-z]+:/.test(link))
    .filter((link) => !known.has(posix.join(posix.dirname(page), link).replace(/\/$/, '')));

// The changelog also tells of files that are gone.
for (const page of files.filter((file) => file.endsWith('.md') && file !== 'CHANGELOG.md')) {
  test(`${page} names only files, folders, scripts and pages that exist`, () => {
    const text = read(page);
    assert.deepEqual([...wrongNames(text), ...brokenLinks(page, text)], []);
  });
}
