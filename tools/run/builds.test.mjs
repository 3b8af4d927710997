import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { smallWorkspace, temporaryFolder } from '../check/stand-ins.mjs';
import { writePrivate } from '../process/files.mjs';
import { root } from '../process/paths.mjs';
import { hashOf } from './builds.mjs';
import { commitOf } from './commit.mjs';
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

/** A folder with one commit of its own. */
function repository(t) {
  const dir = temporaryFolder(t);
  const git = (...args) =>
    execFileSync('git', args, { cwd: dir, encoding: 'utf8', stdio: 'pipe' }).trim();
  git('init', '--quiet');
  writeFileSync(join(dir, 'a.ts'), '1');
  git('add', '.');
  const who = ['-c', 'user.name=t', '-c', 'user.email=t@example.org'];
  git(...who, 'commit', '--quiet', '--message', 'one');
  return { dir, head: git('rev-parse', '--short=12', 'HEAD') };
}

test('a build names the commit of its checkout, and says when files differ from it', (t) => {
  const [clean, changed] = [repository(t), repository(t)];
  writeFileSync(join(changed.dir, 'a.ts'), '2');
  assert.equal(commitOf(clean.dir, {}), clean.head);
  assert.equal(commitOf(changed.dir, {}), `${changed.head}-dirty`);
});

test('a build names no commit where there is none, nor that of a repository around it', (t) => {
  const { dir } = repository(t);
  mkdirSync(join(dir, 'unpacked'));
  assert.equal(commitOf(join(dir, 'unpacked'), {}), null);
  assert.equal(commitOf(temporaryFolder(t), {}), null);
  assert.equal(commitOf(temporaryFolder(t), { GIT_COMMIT: 'abcdef0' }), 'abcdef0');
});

test('a built process knows its version and commit, and null where the build could not tell', async (t) => {
  const dir = smallWorkspace(t);
  writeFileSync(join(dir, 'apps/api/src/main.ts'), 'console.log(JSON.stringify(FLASH_BUILD));');
  const built = (env) => {
    const options = { cwd: dir, env: { ...process.env, ...env }, encoding: 'utf8' };
    execFileSync(process.execPath, ['tools/run/builds.mjs', 'api'], options);
    return JSON.parse(execFileSync(process.execPath, ['dist/apps/api/main.mjs'], options));
  };
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  assert.deepEqual(built({ GIT_COMMIT: '' }), { version, commit: null });
  assert.deepEqual(built({ GIT_COMMIT: 'abcdef0' }), { version, commit: 'abcdef0' });
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
