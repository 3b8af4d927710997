import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { temporaryFolder } from '../check/stand-ins.mjs';
import { readJson } from '../process/files.mjs';
import { root } from '../process/paths.mjs';
import { isAllowed, packagesIn, supplyFaults } from './licences.mjs';
import { digestOf, imageFiles, imagesIn, pinImages } from './pin.mjs';
import { isNewer, places, release, releasedChangelog } from './release.mjs';

const rules = readJson(join(root, 'tools/check/supply.json'));
const lock = readJson(join(root, 'package-lock.json'));

test('every package is under a licence that was allowed, and no install script is new', () => {
  assert.ok(packagesIn(lock).length > 500);
  assert.deepEqual(supplyFaults(lock, rules), []);
});

test('a licence that was not allowed, and a new install script, fail', () => {
  const packages = {
    'node_modules/a': { version: '1.0.0', license: 'AGPL-3.0' },
    'node_modules/a/node_modules/b': { version: '1.0.0', license: 'MIT', hasInstallScript: true },
    'node_modules/c': { version: '1.0.0' },
  };
  const found = supplyFaults({ packages }, { ...rules, exceptions: [], installScripts: {} });
  assert.deepEqual(found, [
    'a 1.0.0: the licence AGPL-3.0 is not allowed',
    'c 1.0.0: the licence none is not allowed',
    'b has an install script that is not named',
  ]);
  assert.equal(isAllowed({ name: 'x', licence: '(MIT OR AGPL-3.0)' }, rules), true);
  assert.equal(isAllowed({ name: 'x', licence: 'MIT AND AGPL-3.0' }, rules), false);
  assert.equal(isAllowed({ name: 'x', licence: 'MPL-2.0' }, rules), false);
});

const DIGEST = `sha256:${'a'.repeat(64)}`;

test('every image is found, and a digest goes behind its tag', () => {
  const texts = imageFiles.map((file) => readFileSync(join(root, file), 'utf8'));
  const names = texts.flatMap(imagesIn).map(({ name }) => name);
  assert.deepEqual(names.sort(), [
    ...['grafana/grafana', 'grafana/k6', 'mongo', 'node', 'node', 'prom/prometheus', 'redis'],
  ]);
  const pinned = pinImages(
    '    image: redis:7.2.11-alpine\n',
    new Map([['redis:7.2.11-alpine', DIGEST]]),
  );
  assert.equal(pinned, `    image: redis:7.2.11-alpine@${DIGEST}\n`);
  assert.equal(imagesIn(pinned)[0].digest, DIGEST);
  assert.equal(pinImages(pinned, new Map()), pinned);
});

test('a registry is asked with the token that it asks for', async (t) => {
  const server = createServer((request, answer) => {
    const { port } = server.address();
    if (request.url.startsWith('/token')) {
      answer.end(JSON.stringify({ token: 'let-me-in' }));
    } else if (request.headers.authorization !== 'Bearer let-me-in') {
      const realm = `Bearer realm="http://127.0.0.1:${port}/token",service="r",scope="s"`;
      answer.writeHead(401, { 'www-authenticate': realm }).end();
    } else if (request.url === '/v2/library/redis/manifests/7') {
      answer.writeHead(200, { 'docker-content-digest': DIGEST }).end();
    } else {
      answer.writeHead(404).end();
    }
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => server.close());
  const registry = `http://127.0.0.1:${server.address().port}`;
  assert.equal(await digestOf('redis', '7', registry), DIGEST);
  await assert.rejects(digestOf('redis', '8', registry), /redis:8 was not found \(404\)/);
});

test('a version is newer by its first number that differs', () => {
  assert.ok(isNewer('0.2.0', '0.1.9'));
  assert.ok(isNewer('1.0.0', '0.9.9'));
  for (const version of ['0.1.0', '0.0.9', 'v0.2.0', '0.2', '']) {
    assert.equal(isNewer(version, '0.1.0'), false, version);
  }
});

test('a release stands in the changelog under its version and day, above the older ones', () => {
  const text = '# Changelog\n\n## Unreleased\n\n- new\n\n## 0.1.0 (2026-01-01)\n\n- old\n';
  assert.equal(
    releasedChangelog(text, '0.2.0', '2026-02-01'),
    '# Changelog\n\n## Unreleased\n\n## 0.2.0 (2026-02-01)\n\n- new\n\n## 0.1.0 (2026-01-01)\n\n- old\n',
  );
  assert.throws(() => releasedChangelog('## Unreleased\n', '0.2.0', ''), /nothing under/);
});

/** A checkout of its own, with the files that a release changes. */
function checkout(t) {
  const at = temporaryFolder(t);
  const git = (...args) => execFileSync('git', args, { cwd: at, encoding: 'utf8' }).trim();
  const files = ['CHANGELOG.md', '.github/workflows/ci.yml', ...imageFiles];
  for (const file of [...files, ...places.map(([file]) => file)]) {
    mkdirSync(dirname(join(at, file)), { recursive: true });
    cpSync(join(root, file), join(at, file));
  }
  git('init', '--quiet');
  git('config', 'user.name', 't');
  git('config', 'user.email', 't@example.org');
  git('add', '.');
  git('commit', '--quiet', '-m', 'all');
  return { at, git };
}

test('a release is one commit and a tag, with the version everywhere and what could be pinned pinned', async (t) => {
  const { at, git } = checkout(t);
  const images = async (name) => {
    if (name === 'mongo') {
      throw new Error('no way there');
    }
    return DIGEST;
  };
  const what = { at, version: '9.9.9', day: '2026-02-01', actions: () => [], images };
  writeFileSync(join(at, 'new.txt'), '');
  await assert.rejects(release(what), /not committed/);
  git('clean', '--quiet', '--force');
  await assert.rejects(release({ ...what, isStrict: true }), /mongo:7\.0\.28: no way there/);
  assert.equal(git('status', '--porcelain'), '');

  assert.deepEqual(await release(what), ['mongo:7.0.28: no way there']);
  assert.equal(git('describe', '--tags'), 'v9.9.9');
  assert.equal(git('status', '--porcelain'), '');
  for (const [file, pattern] of places) {
    assert.match(pattern.exec(readFileSync(join(at, file), 'utf8'))[0], /9\.9\.9/, file);
  }
  assert.match(
    readFileSync(join(at, 'docker-compose.yml'), 'utf8'),
    new RegExp(`redis:.*@${DIGEST}`),
  );
  assert.match(readFileSync(join(at, 'CHANGELOG.md'), 'utf8'), /^## 9\.9\.9 \(2026-02-01\)$/m);
  await assert.rejects(release(what), /no version after 9\.9\.9/);
});
