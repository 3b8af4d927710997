import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { parse } from 'yaml';
import { root } from '../process/paths.mjs';
import { actionsIn, complaintsAbout, pin, resolveTag } from '../release/pin.mjs';
import { releases } from './runtimes.mjs';
import { temporaryFolder } from './stand-ins.mjs';

const text = readFileSync(join(root, '.github/workflows/ci.yml'), 'utf8');
const { on, jobs } = parse(text, { strict: true, uniqueKeys: true });
const steps = Object.values(jobs).flatMap((job) => job.steps);
const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

test('the CI workflow runs on pushes, pull requests and tags, with steps that do one thing each', () => {
  assert.deepEqual(Object.keys(on), ['push', 'pull_request', 'workflow_dispatch']);
  for (const [name, job] of Object.entries(jobs)) {
    assert.equal(job['runs-on'], 'ubuntu-latest', name);
    assert.equal(typeof job['timeout-minutes'], 'number', name);
    for (const needed of job.needs ?? []) {
      assert.ok(jobs[needed], `${name} needs ${needed}`);
    }
  }
  for (const step of steps) {
    assert.equal(Number('run' in step) + Number('uses' in step), 1, JSON.stringify(step));
  }
});

test('the CI workflow tests on Node 20, 22 and 24, which are releases that a clone has to work on', () => {
  const { node } = jobs.test.strategy.matrix;
  assert.deepEqual(node, ['20', '22', '24']);
  for (const major of node) {
    assert.ok(
      releases.some((release) => release.split('.')[0] === major),
      major,
    );
  }
});

test('every script and file that the CI workflow runs exists', () => {
  for (const { run } of steps.filter((step) => step.run)) {
    const [, script] = /^npm run (\S+)/.exec(run) ?? [];
    const [, file] = /^(?:node )?(\S+\/\S+)/.exec(run) ?? [];
    assert.ok(!script || scripts[script], run);
    assert.ok(!file || existsSync(join(root, file)), run);
  }
});

test('the release needs the checks and tests, and looks at the pinned actions before anything else runs', () => {
  assert.deepEqual(jobs.release.needs, ['check', 'test']);
  const runs = jobs.release.steps.map((step) => step.run).filter(Boolean);
  assert.equal(runs[0], 'node tools/release/pin.mjs actions --check');
});

const SHA = 'a'.repeat(40);
const resolve = (_action, tag) => (tag === 'v4' ? SHA : 'b'.repeat(40));

test('pinning keeps the tag beside its commit, and pinning again follows a tag that moved', () => {
  const pinned = pin('- uses: actions/checkout@v4\n', resolve);
  assert.equal(pinned, `- uses: actions/checkout@${SHA} # v4\n`);
  assert.deepEqual(actionsIn(pinned), [{ action: 'actions/checkout', tag: 'v4', sha: SHA }]);
  const moved = pin(pinned, () => 'c'.repeat(40));
  assert.equal(moved, `- uses: actions/checkout@${'c'.repeat(40)} # v4\n`);
  assert.ok(actionsIn(text).length >= 7, 'every action of the workflow is found');
});

test('an action that is not pinned, has no tag or is at another commit than its tag is named', () => {
  const complain = (line) => complaintsAbout(line, resolve);
  assert.match(complain('uses: a/b@v4')[0], /a\/b@v4 is not pinned/);
  assert.match(complain(`uses: a/b@${SHA}`)[0], /does not say which tag/);
  assert.match(complain(`uses: a/b@${SHA} # v5`)[0], /is not v5/);
  assert.deepEqual(complain(`uses: a/b@${SHA} # v4`), []);
});

test('the commit of a tag is asked of its repository, through the object of an annotated tag', (t) => {
  const host = temporaryFolder(t);
  const dir = join(host, 'owner/name');
  const git = (...args) =>
    execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.org', ...args], {
      encoding: 'utf8',
    }).trim();
  git('init', '--quiet', dir);
  git('-C', dir, 'commit', '--quiet', '--allow-empty', '-m', 'first');
  git('-C', dir, 'tag', 'plain');
  git('-C', dir, 'tag', '-a', 'annotated', '-m', 'x');
  const head = git('-C', dir, 'rev-parse', 'HEAD');
  assert.equal(resolveTag('owner/name', 'plain', host), head);
  assert.equal(resolveTag('owner/name/path', 'annotated', host), head);
  assert.throws(() => resolveTag('owner/name', 'absent', host), /has no tag absent/);
});

test('a release whose actions are not pinned fails, and says what to do', (t) => {
  const folder = temporaryFolder(t);
  writeFileSync(join(folder, 'ci.yml'), '- uses: actions/checkout@v4\n');
  const args = [join(root, 'tools/release/pin.mjs'), 'actions', '--check', folder];
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  assert.equal(status, 1);
  assert.match(stderr, /checkout@v4 is not pinned[\s\S]*npm run pin-actions/);
});
