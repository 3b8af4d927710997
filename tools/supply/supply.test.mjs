import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { root } from '../paths.mjs';
import { temporaryFolder } from '../stand-ins/commands.mjs';
import { judgeAudit } from './judge-audit.mjs';

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
  for (const name of ['fastify', 'bullmq', 'ioredis', 'mongoose'])
    assert.ok(names.includes(name), name);
  assert.equal(names.includes('vitest'), false);
});
