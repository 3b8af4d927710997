import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { root } from '../process/paths.mjs';
import { findNewer, findNode, readCounts, releases, runtimeSteps, withNode } from './runtimes.mjs';
import { machineWith } from './stand-ins.mjs';

/** A machine on which this release was fetched earlier. */
function machineWithNode(t, release) {
  const { home, env } = machineWith(t, {});
  const bin = join(home, '.cache/flash-sale/node', release, 'node_modules/node/bin');
  mkdirSync(bin, { recursive: true });
  writeFileSync(join(bin, 'node'), `#!/bin/sh\necho v${release}.1.0\n`);
  chmodSync(join(bin, 'node'), 0o755);
  return { env, bin };
}

test('each release is started and tested, the oldest that package.json allows being the first', () => {
  const names = runtimeSteps({ say: () => {}, dataDir: '/d' }).map(({ name }) => name);
  for (const release of releases) {
    for (const what of ['start', 'test']) {
      assert.ok(names.includes(`runtimes: node ${release} ${what}`));
    }
  }
  const { engines } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  assert.equal(engines.node, `>=${releases[0]}.0`);
  const used = readFileSync(join(root, '.nvmrc'), 'utf8').trim();
  assert.ok(releases.includes(used), 'what is recommended is tested');
});

test('the newest Node is used in npm test where it was fetched and is newer than the one that runs', (t) => {
  const newest = releases.at(-1);
  const { env, bin } = machineWithNode(t, newest);
  assert.equal(findNewer(env, '20.20.2').version, `v${newest}.1.0`);
  assert.equal(findNewer(env, `${newest}.0.0`), undefined);
  assert.equal(findNewer(machineWith(t, {}).env, '20.20.2'), undefined);
  assert.equal(withNode(findNode(newest, env), env).PATH.split(':')[0], bin);
});

test('the result of a run is its last line', () => {
  const output = '[test] x\n3 passed, 1 failed, 0 skipped\nmore\n4 passed, 0 failed, 2 skipped\n';
  assert.deepEqual(readCounts(output), { passed: 4, failed: 0, skipped: 2 });
  assert.equal(readCounts('npm error'), undefined);
});
