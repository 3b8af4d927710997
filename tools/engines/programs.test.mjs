import assert from 'node:assert/strict';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { machineWith } from '../check/stand-ins.mjs';
import { findChromium, findFaketime, findK6 } from './programs.mjs';

test('k6 is built with Go once, and found afterwards', async (t) => {
  const script =
    'echo "$@" > "$HOME/call"; /bin/mkdir -p "$GOBIN"; : > "$GOBIN/k6"; /bin/chmod +x "$GOBIN/k6"';
  const { home, env } = machineWith(t, { go: script });
  const first = await findK6({ env });
  assert.equal(first.provider, 'go install');
  assert.match(readFileSync(join(home, 'call'), 'utf8'), /^install go\.k6\.io\/k6@v\d/);
  const second = await findK6({ env });
  assert.equal(second.provider, 'installed');
  assert.deepEqual(second.source.command(['run']), first.source.command(['run']));
});

test('k6 in a container is told the target and the size of the sale', async (t) => {
  const { env } = machineWith(t, { docker: 'echo 28' });
  const { source } = await findK6({
    env: { ...env, API_BASE: 'http://x', HOME_ADDRESS: 'private' },
  });
  const command = source.command(['run', 'a.js']).join(' ');
  assert.match(command, /--network host .*-e API_BASE .*grafana\/k6:\S+ run a\.js$/);
  assert.doesNotMatch(command, /HOME_ADDRESS/);
});

test('a machine with neither is told what to install', async (t) => {
  const { env } = machineWith(t, {});
  await assert.rejects(findK6({ env }), /k6 is missing[\s\S]*Install k6/);
});

test('a browser is found by any of its names', async (t) => {
  const { bin, env } = machineWith(t, {});
  const file = join(bin, 'google-chrome');
  writeFileSync(file, '#!/bin/sh\n');
  chmodSync(file, 0o755);
  assert.equal((await findChromium({ env })).source.path, file);
});

test('the library for clocks is taken from where FAKETIME_LIB says, or its package is named', async (t) => {
  const { bin, env } = machineWith(t, {});
  const file = join(bin, 'libfaketime.so.1');
  await assert.rejects(
    findFaketime({ env: { ...env, FAKETIME_LIB: file } }),
    /install libfaketime/,
  );
  writeFileSync(file, '');
  assert.equal((await findFaketime({ env: { ...env, FAKETIME_LIB: file } })).source.path, file);
});
