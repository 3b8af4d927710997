import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { smallWorkspace } from './check/stand-ins.mjs';
import { identify, isAlive } from './process/children.mjs';
import { readJson } from './process/files.mjs';
import { findFreePort } from './process/ports.mjs';
import { waitFor } from './process/wait.mjs';

function start(t, dir, env) {
  const args = [join(dir, 'tools/start.mjs'), '--no-sites'];
  const child = spawn(process.execPath, args, { env: { ...process.env, ...env } });
  t.after(() => child.kill('SIGKILL'));
  const run = { child, output: '' };
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => (run.output += chunk));
  }
  run.ended = new Promise((resolve) => child.once('close', resolve));
  return run;
}

test('one command brings everything up, and its end takes everything down', async (t) => {
  const dir = smallWorkspace(t);
  const ports = {
    BEND_PORT: String(await findFreePort()),
    WORKER_PORT: String(await findFreePort()),
  };
  const env = {
    ...ports,
    DATA_DIR: join(dir, 'data'),
    PORT_OFFSET: '0',
    REDIS_URL: '',
    MONGODB_URI: '',
  };
  const file = join(dir, 'data/run.json');
  const first = start(t, dir, env);
  const isUp = () => first.output.includes('Ready after');
  await waitFor(isUp, { timeoutMs: 60_000, what: `the start (${first.output})` });

  const run = readJson(file);
  assert.equal(await (await fetch(run.api)).text(), 'hello');
  assert.equal(statSync(file).mode & 0o777, 0o600);
  assert.deepEqual(run.demo.sales, [run.mongo]);
  assert.ok(run.pids.demo, 'a process keeps the demo as it was seeded');
  assert.ok(existsSync(join(dir, 'dist/apps/api/lua/join.lua')), 'scripts lie beside the bundle');

  const twice = start(t, dir, env);
  assert.equal(await twice.ended, 1);
  assert.match(twice.output.trim(), /^\[start\] Already running at http.*$/);

  const elsewhere = start(t, dir, { ...env, DATA_DIR: join(dir, 'data-2') });
  assert.equal(await elsewhere.ended, 1);
  assert.match(elsewhere.output.trim(), /^\[start\] Port \d+ \(api\) is in use\..*$/);

  const identities = Object.values(run.pids).map(identify);
  assert.equal(identities.every(isAlive), true);
  const before = performance.now();
  first.child.kill('SIGTERM');
  assert.equal(await first.ended, 0);
  assert.ok(performance.now() - before < 5000, 'a stop takes less than five seconds');
  assert.deepEqual(identities.filter(isAlive), []);
  assert.equal(existsSync(file), false);
});
