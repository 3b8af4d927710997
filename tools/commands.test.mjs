import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { temporaryFolder } from './check/stand-ins.mjs';
import { identify } from './process/children.mjs';
import { writePrivate } from './process/files.mjs';
import { root } from './process/paths.mjs';
import { findFreePort } from './process/ports.mjs';
import { judgeAudit } from './release/audit.mjs';

const url = 'https://github.com/advisories/GHSA-1';
const reportOf = (severity) => ({
  vulnerabilities: {
    deep: { name: 'deep', severity, via: [{ url, severity, title: 'reads files' }] },
    top: { name: 'top', severity, via: ['deep'] },
  },
});

test('a high or critical weakness fails the audit once, a lesser one does not', () => {
  const [found] = judgeAudit(reportOf('high'), [], '2026-01-01').open;
  assert.deepEqual([found.package, found.url], ['deep', url]);
  assert.equal(judgeAudit(reportOf('critical'), [], '2026-01-01').open.length, 1);
  assert.equal(judgeAudit(reportOf('moderate'), [], '2026-01-01').open.length, 0);
});

test('an advisory is accepted with a reason and up to a day only', () => {
  const open = (acceptance, today) =>
    judgeAudit(reportOf('high'), [{ url, ...acceptance }], today).open.length;
  assert.equal(open({ reason: 'not reachable', until: '2026-02-01' }, '2026-02-01'), 0);
  assert.equal(open({ reason: 'not reachable', until: '2026-02-01' }, '2026-02-02'), 1);
  assert.equal(open({ reason: '', until: '2026-02-01' }, '2026-01-01'), 1);
});

test('a registry without advisories is told apart from one that knows of none', () => {
  const silent = judgeAudit({ message: '405 Method Not Allowed' }, [], '2026-01-01');
  assert.deepEqual([silent.answered, silent.reason], [false, '405 Method Not Allowed']);
  assert.equal(judgeAudit({ vulnerabilities: {} }, [], '2026-01-01').answered, true);
  assert.equal(judgeAudit(undefined, [], '2026-01-01').answered, false);
});

test('no package runs a script of its own when it is installed, whichever npm installs it', (t) => {
  const dir = temporaryFolder(t);
  copyFileSync(join(root, '.npmrc'), join(dir, '.npmrc'));
  mkdirSync(join(dir, 'curious'));
  const write = (path, content) => writeFileSync(join(dir, path), JSON.stringify(content));
  const scripts = { install: 'touch ran', postinstall: 'touch ran' };
  write('curious/package.json', { name: 'curious', version: '1.0.0', scripts });
  write('package.json', { dependencies: { curious: 'file:./curious' } });
  const options = { cwd: dir, encoding: 'utf8' };
  const { status, stderr } = spawnSync('npm', ['install', '--offline'], options);
  assert.equal(status, 0, stderr);
  assert.ok(existsSync(join(dir, 'node_modules/curious/package.json')));
  assert.equal(existsSync(join(dir, 'curious/ran')), false);
});

test('the bill of materials names what the product runs on, and nothing else', () => {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const command = scripts.sbom.replace(/ > .*$/, '').replace(/^.*&& /, '');
  const { stdout } = spawnSync('sh', ['-c', command], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  });
  const { bomFormat, components } = JSON.parse(stdout);
  assert.equal(bomFormat, 'CycloneDX');
  const names = components.map(({ name }) => name);
  for (const name of ['fastify', 'bullmq', 'ioredis', 'mongoose']) {
    assert.ok(names.includes(name), name);
  }
  assert.equal(names.includes('vitest'), false);
});

async function consult(t, env) {
  const ports = {};
  for (const name of ['BEND', 'WORKER', 'ADMIN', 'FEND']) {
    ports[`${name}_PORT`] = String(await findFreePort());
  }
  const own = { ...process.env, ...ports, DATA_DIR: temporaryFolder(t), PORT_OFFSET: '0', ...env };
  const args = [join(root, 'tools/doctor.mjs'), '--json'];
  const { status, stdout } = spawnSync(process.execPath, args, { env: own, encoding: 'utf8' });
  const { findings } = JSON.parse(stdout);
  return { status, find: (what) => findings.find((finding) => finding.what === what) };
}

test('the doctor names the provider of each engine', async (t) => {
  const { find } = await consult(t, { REDIS_URL: '', MONGODB_URI: '' });
  for (const what of ['node', 'npm', 'packages', 'redis', 'mongo', 'chromium', 'k6']) {
    assert.equal(typeof find(what)?.ok, 'boolean', what);
  }
  assert.match(find('redis').detail, /^(installed|Docker|system packages|python package): /);
});

test('the doctor says what an older Node costs', async (t) => {
  const { find } = await consult(t, {});
  const isOlder = Number(process.versions.node.split('.')[0]) < 24;
  assert.equal(/CPU/.test(find('node').detail), isOlder, find('node').detail);
});

test('the doctor reports a named server that does not answer, with the next step', async (t) => {
  const { status, find } = await consult(t, { REDIS_URL: 'redis://127.0.0.1:1' });
  assert.equal(status, 1);
  assert.equal(find('REDIS_URL').ok, false);
  assert.match(find('REDIS_URL').next, /unset REDIS_URL/);
});

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

test('npm run admin without a running product and without a named server says what to do', (t) => {
  const { MONGODB_URI, MONGODB_URL, MONGO_URL, ...rest } = process.env;
  const env = { ...rest, DATA_DIR: temporaryFolder(t), ENV_FILE: '/nonexistent' };
  const args = [join(root, 'tools/program.mjs'), 'admin', 'reset', 'ada@example.org'];
  const { status, stderr } = spawnSync(process.execPath, args, { env, encoding: 'utf8' });
  assert.equal(status, 1);
  assert.match(stderr, /npm start .* or set MONGODB_URI/);
});
