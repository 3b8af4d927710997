import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { smallWorkspace, temporaryFolder } from '../check/stand-ins.mjs';
import { writePrivate } from '../process/files.mjs';
import { root } from '../process/paths.mjs';
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

test('a change of a test or of an earlier build does not make a build stale', (t) => {
  const { dir, hash } = source(t);
  const before = hash();
  writeFileSync(join(dir, 'src/a.test.ts'), 'x');
  writeFileSync(join(dir, 'src/.next/b.js'), 'x');
  assert.equal(hash(), before);
});

test('two processes that find the same build stale build it once', async (t) => {
  const dir = smallWorkspace(t);
  const program = `import(${JSON.stringify(join(dir, 'tools/run/builds.mjs'))}).then(({ buildChanged }) => {
    process.stdin.once('data', () => buildChanged(['api'], { say: console.log }).then(process.exit));
    console.log('up');
  });`;
  const builds = [1, 2].map(() => {
    const child = spawn(process.execPath, ['-e', program]);
    t.after(() => child.kill('SIGKILL'));
    const build = { child, output: '' };
    child.stdout.on('data', (chunk) => (build.output += chunk));
    build.up = once(child.stdout, 'data');
    build.ended = once(child, 'close');
    return build;
  });
  await Promise.all(builds.map(({ up }) => up));
  for (const { child } of builds) {
    child.stdin.write('now');
  }
  const codes = await Promise.all(builds.map(({ ended }) => ended));
  assert.deepEqual(
    codes.map(([code]) => code),
    [0, 0],
  );
  const output = builds.map((build) => build.output).join('');
  assert.equal(output.match(/^building api$/gm).length, 1);
  assert.ok(existsSync(join(dir, 'dist/apps/api/main.mjs')));
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
  if (present) {
    writePrivate(join(dir, 'node_modules/.package-lock.json'), { packages: present });
  }
  return dir;
}

test('the packages of a fresh clone are stale', (t) => assert.equal(isStale(workspace(t)), true));

test('packages that npm installed from this lock file are not stale', (t) => {
  const dir = workspace(t, { 'node_modules/a': { version: '1.0.0' } });
  assert.equal(isStale(dir), false);
});

test('a clone installs on every system: the lock file names every optional package', () => {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  const isLocked = (path, name) => {
    for (let folder = path; ; folder = folder.slice(0, Math.max(folder.lastIndexOf('/'), 0))) {
      if (packages[`${folder ? `${folder}/` : ''}node_modules/${name}`]) {
        return true;
      }
      if (!folder) {
        return false;
      }
    }
  };
  const missing = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).filter((name) => !isLocked(path, name)),
  );
  // npm 10 leaves out the binaries of other systems; npm 11 writes them, and adds what is missing.
  assert.deepEqual(missing, [], 'run: npx npm@11 install --package-lock-only');
});

test('packages are stale when one has another version or is missing', (t) => {
  assert.equal(isStale(workspace(t, { 'node_modules/a': { version: '0.9.0' } })), true);
  assert.equal(isStale(workspace(t, {})), true);
});
