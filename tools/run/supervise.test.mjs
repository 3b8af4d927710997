import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { temporaryFolder } from '../check/stand-ins.mjs';
import { findFreePort } from '../process/ports.mjs';
import { waitFor } from '../process/wait.mjs';
import { createService } from './supervise.mjs';

async function serviceOf(t, program) {
  const dir = temporaryFolder(t);
  const port = await findFreePort();
  const said = [];
  const service = createService({
    name: 'app',
    argv: [process.execPath, '-e', program],
    env: { ...process.env, PORT: String(port) },
    readyUrl: `http://127.0.0.1:${port}/`,
    dir,
    say: (line) => said.push(line),
    changed: () => said.push('changed'),
  });
  t.after(() => service.stop(500));
  return { service, dir, said, port };
}

const server = `require('node:http').createServer((request, response) => response.end('ok'))
  .listen(Number(process.env.PORT), '127.0.0.1')`;

test('a service that ends after it was ready is started again, with a line that says so', async (t) => {
  const { service, dir, said, port } = await serviceOf(t, server);
  await service.start();
  const first = service.pid();
  process.kill(first, 'SIGKILL');
  const isBack = async () =>
    service.pid() !== first && (await fetch(`http://127.0.0.1:${port}`)).ok;
  await waitFor(isBack, { timeoutMs: 10_000, what: 'the restart' });
  assert.match(said.join('\n'), /app ended \(SIGKILL\); starting it again/);
  assert.ok(said.includes('changed'));
  const note = JSON.parse(readFileSync(join(dir, 'pids/app.json'), 'utf8'));
  assert.equal(note.pid, service.pid());
});

test('a service that never gets ready fails the start with its last output', async (t) => {
  const { service } = await serviceOf(t, "console.error('no secret'); process.exit(3)");
  await assert.rejects(service.start(), /app ended \(code 3\)[\s\S]*no secret/);
});

test('a service that was stopped is not started again and leaves no note', async (t) => {
  const { service, dir, said } = await serviceOf(t, server);
  await service.start();
  await service.stop(1000);
  assert.deepEqual(said, []);
  assert.equal(existsSync(join(dir, 'pids/app.json')), false);
});
