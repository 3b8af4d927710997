import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';
import { root } from '../paths.mjs';
import { findFreePort } from '../process/ports.mjs';
import { temporaryFolder } from '../stand-ins/commands.mjs';

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

test('the doctor says which rung each engine would come from', async (t) => {
  const { find } = await consult(t, { REDIS_URL: '', MONGODB_URI: '' });
  for (const what of ['node', 'npm', 'packages', 'redis', 'mongo', 'chromium', 'k6']) {
    assert.equal(typeof find(what)?.ok, 'boolean', what);
  }
  assert.match(find('redis').detail, /^(installed|Docker|system packages|python package): /);
});

test('a named server that is away is a fault, with the next step', async (t) => {
  const { status, find } = await consult(t, { REDIS_URL: 'redis://127.0.0.1:1' });
  assert.equal(status, 1);
  assert.equal(find('REDIS_URL').ok, false);
  assert.match(find('REDIS_URL').next, /unset REDIS_URL/);
});
