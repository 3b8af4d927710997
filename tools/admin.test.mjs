import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';
import { root } from './paths.mjs';
import { temporaryFolder } from './stand-ins/commands.mjs';

test('where nothing runs and no server is named, it says what to do', (t) => {
  const { MONGODB_URI, MONGODB_URL, MONGO_URL, ...rest } = process.env;
  const env = { ...rest, DATA_DIR: temporaryFolder(t), ENV_FILE: '/nonexistent' };
  const args = [join(root, 'tools/admin.mjs'), 'reset', 'ada@example.org'];
  const { status, stderr } = spawnSync(process.execPath, args, { env, encoding: 'utf8' });
  assert.equal(status, 1);
  assert.match(stderr, /npm start .* or set MONGODB_URI/);
});
