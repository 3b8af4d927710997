import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';
import { temporaryFolder } from '../check/stand-ins.mjs';
import { identify, isAlive, startTimeIn, stopProcess } from './children.mjs';
import { writePrivate } from './files.mjs';
import { tryLock } from './lock.mjs';
import { findFreePort, isPortFree } from './ports.mjs';
import { waitFor } from './wait.mjs';

const guard = new URL('./guard.mjs', import.meta.url).href;

function spawnNode(t, program) {
  const child = spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'pipe', 'inherit'] });
  t.after(() => child.kill('SIGKILL'));
  return child;
}

const untilSpoken = (child) => new Promise((resolve) => child.stdout.once('data', resolve));

test('a pid that was given to another process is not taken for the old process', (t) => {
  const identity = identify(spawnNode(t, 'setInterval(() => {}, 1000)').pid);
  assert.equal(isAlive(identity), true);
  assert.equal(isAlive({ ...identity, startTime: '1' }), false);
  assert.equal(isAlive(undefined), false);
});

test('a killed process has ended when its last thread has, since until then it keeps its port', () => {
  const stat = (state, threads) =>
    `7 (redis (x) y) ${state} 1 1 1 0 -1 4227084 29 6 1 0 3 1 4 0 20 0 ${threads} 0 1635158 0 0`;
  assert.equal(startTimeIn(stat('S', 5)), '1635158');
  assert.equal(startTimeIn(stat('Z', 2)), '1635158');
  assert.equal(startTimeIn(stat('Z', 1)), null);
  assert.equal(startTimeIn(stat('X', 1)), null);
});

test('a process that ignores the request to end is killed', async (t) => {
  const deaf = "process.on('SIGTERM', () => {}); setInterval(() => {}, 1000); console.log('up')";
  const child = spawnNode(t, deaf);
  await untilSpoken(child);
  const identity = identify(child.pid);
  assert.equal(await stopProcess(identity, { graceMs: 100 }), 'killed');
  assert.equal(await stopProcess(identity, { graceMs: 100 }), 'gone');
});

test('a lock has one owner, and outlives no owner', (t) => {
  const file = join(temporaryFolder(t), 'lock');
  const lock = tryLock(file);
  assert.equal(tryLock(file), null);
  lock.release();
  writePrivate(file, { pid: process.pid, startTime: 'long ago' });
  assert.notEqual(tryLock(file), null);
});

test('of many processes that find the lock of a dead one, one takes it', async (t) => {
  const file = join(temporaryFolder(t), 'lock');
  writePrivate(file, { pid: process.pid, startTime: 'long ago' });
  const lock = new URL('./lock.mjs', import.meta.url).href;
  // Each keeps the lock until every one of them has tried.
  const program = `import(${JSON.stringify(lock)}).then(({ tryLock }) => {
    process.stdin.once('data', () => {
      console.log(tryLock(${JSON.stringify(file)}) ? 'taken' : 'refused');
      setInterval(() => {}, 1000);
    });
    console.log('up');
  });`;
  const children = Array.from({ length: 6 }, () => {
    const stdio = ['pipe', 'pipe', 'inherit'];
    const child = spawn(process.execPath, ['-e', program], { stdio });
    t.after(() => child.kill('SIGKILL'));
    return child;
  });
  await Promise.all(children.map(untilSpoken));
  const answers = children.map(untilSpoken);
  for (const child of children) {
    child.stdin.write('now');
  }
  const taken = (await Promise.all(answers)).filter((answer) => /taken/.test(answer));
  assert.equal(taken.length, 1);
});

test('a starter that is killed leaves nothing running', async (t) => {
  const dir = temporaryFolder(t);
  mkdirSync(join(dir, 'pids'));
  const app = identify(spawnNode(t, 'setInterval(() => {}, 1000)').pid);
  writePrivate(join(dir, 'pids/app.json'), app);
  const program = `import(${JSON.stringify(guard)}).then(({ setGuard }) => {
    setGuard(${JSON.stringify(dir)}); console.log('up'); setInterval(() => {}, 1000); });`;
  const starter = spawnNode(t, program);
  await untilSpoken(starter);
  assert.equal(isAlive(app), true);
  starter.kill('SIGKILL');
  await waitFor(() => !isAlive(app), { timeoutMs: 10_000, what: 'the end of the orphan' });
});

test('a port with a listener is not free', async (t) => {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => server.close());
  assert.equal(await isPortFree(server.address().port), false);
});

test('waiting tells what did not come, and why', async () => {
  const refuse = () => {
    throw new Error('refused');
  };
  const wait = waitFor(refuse, { timeoutMs: 30, everyMs: 5, what: 'the engine' });
  await assert.rejects(wait, /the engine was not there after 0.03 s: refused/);
});

test('a private file holds what was written, for its owner only', (t) => {
  const file = join(temporaryFolder(t), 'a/b.json');
  writePrivate(file, { x: 1 });
  assert.deepEqual(JSON.parse(readFileSync(file, 'utf8')), { x: 1 });
  assert.equal(statSync(file).mode & 0o777, 0o600);
});

const range = '/proc/sys/net/ipv4/ip_local_port_range';

/** Linux says which ports it gives to outgoing connections; elsewhere they begin at 49,152. */
function firstOutgoingPort() {
  try {
    return Number(readFileSync(range, 'utf8').split(/\s+/)[0]);
  } catch {
    return 49_152;
  }
}

test('no outgoing connection can take the port of an engine that is being restarted', async () => {
  const ports = await Promise.all(Array.from({ length: 20 }, () => findFreePort()));
  assert.ok(Math.max(...ports) < firstOutgoingPort());
  assert.ok(Math.min(...ports) > 1023);
});
